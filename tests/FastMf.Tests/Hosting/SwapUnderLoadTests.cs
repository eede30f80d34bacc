using FastMf.Hosting;
using FastMf.Model;
using FastMf.Recommending;
using Xunit;

namespace FastMf.Tests.Hosting;

public class SwapUnderLoadTests
{
    private const int Readers = 16;
    private const int Swaps = 1000;

    /// <summary>Odd versions are the first model, even ones the second; a list that is neither's, or not the version's, was torn.</summary>
    [Fact]
    public void Sixteen_readers_get_whole_answers_while_the_model_is_swapped_a_thousand_times()
    {
        using var file = new HostedFile();
        ScoredItem[][] expected = [.. file.Models.Select(model =>
        {
            using var recommender = new Recommender(model);
            var list = new ScoredItem[10];
            Assert.Equal(10, recommender.Recommend(new UserIndex(5), list).Count);
            return list;
        })];
        ItemIndex[] rated = [new ItemIndex(1), new ItemIndex(2)];
        var host = new ModelHost(file.Options);
        host.Check();
        bool stop = false;
        long answers = 0;
        int torn = 0;
        Thread[] readers = [.. Enumerable.Range(0, Readers).Select(reader => new Thread(() =>
        {
            var list = new ScoredItem[10];
            while (!Volatile.Read(ref stop))
            {
                using ModelLease lease = host.Acquire();
                int count = lease.Recommender.Recommend(new UserIndex(5), list).Count;
                if (count != 10 || !list.AsSpan().SequenceEqual(expected[(lease.Version - 1) % 2]))
                {
                    Interlocked.Increment(ref torn);
                }

                lease.Recommender.Recommend(rated, [1f, 5f], list);
                if (Interlocked.Increment(ref answers) % 4 == 0)
                {
                    // Sixteen busy readers on few cores would leave the swaps no time.
                    Thread.Sleep(1);
                }
            }
        }))];
        Array.ForEach(readers, reader => reader.Start());
        for (int swap = 1; swap <= Swaps; swap++)
        {
            file.Put(swap % 2);
            Assert.True(host.Check());
        }

        Volatile.Write(ref stop, true);
        Array.ForEach(readers, reader => reader.Join());
        Assert.Equal(0, torn);
        Assert.True(answers >= Readers);
        Assert.Equal(Swaps + 1, host.Version);
        Assert.Equal(1, host.LiveModels);
        host.Dispose();
        Assert.Equal(0, host.LiveModels);
    }
}
