using System.Globalization;
using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Hosting;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.TestCommon;
using FastMf.Tests.Faults;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Hosting;

/// <summary>A service changes models for months: what a swap leaves to the collector, and what it keeps.</summary>
public class SwapMemoryTests
{
    /// <summary>A list of one number for each user or item would show: it takes 20 KB or more.</summary>
    private const int Rows = 5000;

    private const long AllowedForSwap = 8 * 1024;
    private const long AllowedForFirstRequests = 16 * 1024;

    [Theory]
    [InlineData(IdKind.Number, true, ObjectiveKind.ObservedOnly)]
    [InlineData(IdKind.Number, false, ObjectiveKind.Implicit)]
    [InlineData(IdKind.Text, true, ObjectiveKind.Implicit)]
    [InlineData(IdKind.Text, false, ObjectiveKind.ObservedOnly)]
    public void A_swap_and_the_first_requests_after_it_leave_a_few_kilobytes_to_the_collector(IdKind ids, bool map, ObjectiveKind objective)
    {
        using var file = new HostedFile(index => Model(index, ids, objective));
        MfModel model = file.Models[0];
        RatingMatrix rated = RatingMatrix.Create(model.Users, model.Items, new Rating[] { new(1, 2, 3), new(2, 1, 3), new(4, 2, 1) });
        using var host = new ModelHost(file.Options with { MapFile = map, Rated = rated, IndexUsers = true });
        string known = model.Users.GetId(Enumerable.Range(0, Rows).First(user => model.UserRatingCounts[user] > 0));
        ItemIndex[] items = [new ItemIndex(2), new ItemIndex(1)];
        float[] ratings = [1, 5];
        var list = new ScoredItem[5];

        // The least of several: after a collection, which writing the files causes, the runtime fills caches of its own again.
        (long Swap, long Requests) least = (long.MaxValue, long.MaxValue);
        for (int swap = 0; swap < 8; swap++)
        {
            file.Put(swap % 2);
            long before = GC.GetAllocatedBytesForCurrentThread();
            host.Check();
            least.Swap = Math.Min(least.Swap, GC.GetAllocatedBytesForCurrentThread() - before);
            before = GC.GetAllocatedBytesForCurrentThread();
            Request(host, known, items, ratings, list);
            least.Requests = Math.Min(least.Requests, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least.Swap, 1, AllowedForSwap);
        Assert.InRange(least.Requests, 1, AllowedForFirstRequests);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Texts_that_stay_the_same_are_shared_with_the_model_before_and_others_are_not(bool map)
    {
        string longText = new('x', 2000);
        IdMap[] items = [IdMap.FromTexts(["a", "ü", "\U0001F3AC", longText]), IdMap.FromTexts(["a", "ü", "\U0001F3AD", longText])];
        IdMap users = IdMap.FromTexts(["", "anna", "ben"]);
        using var file = new HostedFile(index => Small(users, items[index]));
        using var host = new ModelHost(file.Options with { MapFile = map });
        host.Check();
        IdMap[] seen = [.. Enumerable.Range(0, 3).Select(swap =>
        {
            file.Put(swap % 2);
            Assert.True(host.Check());
            using ModelLease lease = host.Acquire();
            Assert.Equal(items[swap % 2].Texts, lease.Model.Items.Texts);
            Assert.Equal(users.Texts, lease.Model.Users.Texts);
            Assert.True(lease.Model.TryGetItem(items[swap % 2].GetId(3), out _));
            Assert.False(lease.Model.TryGetItem(items[1 - swap % 2].GetId(3), out _));
            return lease.Model.Users;
        })];
        Assert.All(seen, map => Assert.Same(seen[0], map));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_ids_of_a_model_are_gone_with_its_last_request(bool map)
    {
        using var file = new HostedFile(index => Model(index, IdKind.Number, ObjectiveKind.ObservedOnly));
        using var host = new ModelHost(file.Options with { MapFile = map });
        host.Check();
        IdMap ids;
        using (ModelLease lease = host.Acquire())
        {
            ids = lease.Model.Users;
            file.Put(1);
            Assert.True(host.Check());
            Assert.True(ids.TryGetIndex(file.Models[0].Users.Integers[7], out int index));
            Assert.Equal(7, index);
        }

        Assert.Throws<ObjectDisposedException>(() => ids.TryGetIndex(7, out _));
        Assert.Throws<ObjectDisposedException>(() => ids.Integers.Length);
    }

    /// <summary>
    /// In a process of its own, where nothing else comes and goes. What waits for a collection would be there: there is none, none of all
    /// generations at least, which only large lists and memory that the collector is told of would cause.
    /// </summary>
    [LinuxTheory("Only Linux lists a process's mappings and handles in files."), InlineData("map"), InlineData("read")]
    public void Memory_and_handles_of_old_models_are_free_when_the_swap_is_done_without_a_collection(string way)
    {
        using var file = new HostedFile(
            index => RandomModel.Create(new SeededRandom(index), 20_000, 100, 16, new SeededRandom(index).NextGaussian, IdKind.Number));
        (int code, string[] lines, string errors) = FaultProcess.Shell(
            "exec \"$0\" \"$@\"", "swaps", way, file.Source(0), file.Source(1), file.Path);
        Assert.True(code == 0 && lines.Length == 4, errors);
        string files = way == "map" ? "1" : "0";
        Assert.Equal(["collections 0", $"mappings {files}", $"handles {files}"], lines[..3]);

        // 100 models of 1.8 MB; what a process loads lazily is far less.
        Assert.InRange(int.Parse(lines[3].Split(' ')[1], CultureInfo.InvariantCulture), int.MinValue, 40);
    }

    private static void Request(ModelHost host, string known, ItemIndex[] items, float[] ratings, ScoredItem[] list)
    {
        using ModelLease lease = host.Acquire();
        Assert.Equal(RecommendationBasis.TrainedFactors, lease.Recommender.Recommend(known, list).Basis);
        Assert.Equal(RecommendationBasis.Popularity, lease.Recommender.Recommend("nobody", list).Basis);
        Assert.Equal(list.Length, lease.Recommender.Recommend(items, ratings, list).Count);
        lease.Recommender.SimilarItems(items[0], list);
    }

    /// <summary>Two models of one seed are the same but for their factors.</summary>
    private static MfModel Model(int index, IdKind ids, ObjectiveKind objective)
    {
        BottomKSketch? learned = BottomKSketch.FromHashes([.. Enumerable.Range(0, BottomKSketch.Capacity).Select(hash => (ulong)hash)]);
        using MfModel model = RandomModel.Create(new SeededRandom(3), Rows, Rows, 4, new SeededRandom(index).NextGaussian, ids);
        var parameters = new ModelParameters(Rows, Rows, model.Rank) { Mean = model.Mean, MinimumRating = 1, MaximumRating = 5 };
        model.Parameters.CopyTo(parameters);
        RowObjective changed = model.Info.Objective with { Kind = objective };
        return new MfModel(
            model.Users,
            model.Items,
            parameters,
            model.UserRatingCounts.ToArray(),
            model.ItemRatingCounts.ToArray(),
            model.Info with { Objective = changed },
            learned);
    }

    private static MfModel Small(IdMap users, IdMap items)
    {
        using MfModel model = RandomModel.Create(new SeededRandom(1), users.Count, items.Count, 3, () => 1);
        var parameters = new ModelParameters(users.Count, items.Count, model.Rank);
        return new MfModel(users, items, parameters, [1, 1, 1], [1, 1, 1, 1], model.Info);
    }
}
