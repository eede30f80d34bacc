using System.Diagnostics;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Faults;

public sealed class KilledSaveTests : IDisposable
{
    private const int Processes = 20;
    private const int SaversInEach = 5;
    private const int AtOnce = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("fastmf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A hundred saves are killed: twenty processes that save under five names each.</summary>
    [Fact]
    public void A_save_that_is_killed_leaves_the_old_model_or_the_new_one()
    {
        string[] hashes = [.. Enumerable.Range(0, 2).Select(seed =>
        {
            using MfModel model = RandomModel.Create(new SeededRandom(seed), 3000, 2000, 32, new SeededRandom(seed).NextGaussian);
            model.Save(Source(seed));
            return model.ComputeHash();
        })];
        var random = new SeededRandom(4);
        int unfinished = 0;
        for (int first = 0; first < Processes; first += AtOnce)
        {
            Process[] processes = [.. Enumerable.Range(first, AtOnce).Select(Start)];
            foreach (Process process in processes)
            {
                Assert.Equal("saving", process.StandardOutput.ReadLine());
                Thread.Sleep(random.NextInt32(30));
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }
        }

        foreach (int number in Enumerable.Range(0, Processes))
        {
            foreach (string target in Targets(number))
            {
                using MfModel survivor = MfModel.Load(target);
                Assert.Contains(survivor.ComputeHash(), hashes);
            }

            unfinished += Directory.GetFiles(Folder(number)).Length - SaversInEach;
        }

        // What proves that saves were interrupted: temporary files that nobody was left to rename or delete.
        Assert.InRange(unfinished, Processes, Processes * SaversInEach);
    }

    private Process Start(int number)
    {
        Directory.CreateDirectory(Folder(number));
        foreach (string target in Targets(number))
        {
            File.Copy(Source(0), target);
        }

        return FaultProcess.Start(["save", Source(0), Source(1), .. Targets(number)]);
    }

    private string Source(int seed) => Path.Combine(_folder, $"model{seed}");

    private string Folder(int number) => Path.Combine(_folder, $"process{number}");

    private string[] Targets(int number) =>
        [.. Enumerable.Range(0, SaversInEach).Select(saver => Path.Combine(Folder(number), $"target{saver}"))];
}
