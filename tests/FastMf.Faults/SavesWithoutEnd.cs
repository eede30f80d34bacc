using FastMf.Model;

namespace FastMf.Faults;

/// <summary>Saves two models in turns under each of several names, on a thread for each name, until the process is killed.</summary>
internal static class SavesWithoutEnd
{
    public static void Run(string first, string second, string[] targets)
    {
        using MfModel a = MfModel.Load(first);
        using MfModel b = MfModel.Load(second);
        Thread[] savers = [.. targets.Select(target => new Thread(() => Save(a, b, target)))];
        foreach (Thread saver in savers)
        {
            saver.Start();
        }

        Console.Out.WriteLine("saving");
        foreach (Thread saver in savers)
        {
            saver.Join();
        }
    }

    private static void Save(MfModel a, MfModel b, string target)
    {
        while (true)
        {
            b.Save(target);
            a.Save(target);
        }
    }
}
