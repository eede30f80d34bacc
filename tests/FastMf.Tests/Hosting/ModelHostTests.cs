using System.Diagnostics.Metrics;
using FastMf.Hosting;
using FastMf.Model;
using FastMf.Recommending;
using Xunit;

namespace FastMf.Tests.Hosting;

public sealed class ModelHostTests : IDisposable
{
    private readonly HostedFile _file = new();
    private readonly List<ModelHostEvent> _events = [];

    public void Dispose() => _file.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void A_new_file_takes_the_old_ones_place_when_it_is_looked_for(bool map)
    {
        using ModelHost host = Host(_file.Options with { MapFile = map });
        Assert.False(host.IsPrepared);
        AssertServes(host, 0);
        Assert.False(host.Check());
        Assert.True(host.IsPrepared);
        AssertServes(host, 0);
        _file.Put(1);
        AssertServes(host, 0);
        Assert.True(host.Check());
        AssertServes(host, 1);
        Assert.Equal(2, host.Version);
        Assert.False(host.Check());
        Assert.Equal([ModelHostEventKind.Started, ModelHostEventKind.Prepared, ModelHostEventKind.Swapped], _events.Select(e => e.Kind));
        Assert.Equal([1, 1, 2], _events.Select(e => e.Version));
    }

    [Fact]
    public void A_request_finishes_on_the_model_it_began_with_and_the_last_one_frees_it()
    {
        using ModelHost host = Host(_file.Options);
        MfModel old;
        using (ModelLease first = host.Acquire())
        {
            using ModelLease second = host.Acquire();
            old = first.Model;
            _file.Put(1);
            Assert.True(host.Check());
            Assert.Equal(1, first.Version);
            Assert.Equal(_file.Models[0].ComputeHash(), second.Model.ComputeHash());
            Assert.Equal(2, host.LiveModels);
            using ModelLease third = host.Acquire();
            Assert.Equal(2, third.Version);
        }

        Assert.Equal(1, host.LiveModels);
        Assert.Throws<ObjectDisposedException>(() => old.ItemFactors.View.RowCount);
    }

    [Fact]
    public void An_invalid_file_never_replaces_a_good_model()
    {
        using ModelHost host = Host(_file.Options);
        host.Check();
        byte[][] bad = [_file.Damaged(1), _file.Damaged(1)[..1000], "no model"u8.ToArray(), []];
        foreach (byte[] content in bad)
        {
            _file.Put(content);
            Assert.False(host.Check());
            Assert.IsType<ModelFileException>(host.LastRefusal);
            AssertServes(host, 0);
            Assert.Equal(1, host.LiveModels);
        }

        Assert.Equal(bad.Length, _events.Count(e => e.Kind == ModelHostEventKind.Refused));

        // A refused file is not opened again until it changes.
        Assert.False(host.Check());
        Assert.Equal(bad.Length, _events.Count(e => e.Kind == ModelHostEventKind.Refused));
        File.Delete(_file.Path);
        Assert.False(host.Check());
        AssertServes(host, 0);
        _file.Put(1);
        Assert.True(host.Check());
        Assert.Null(host.LastRefusal);
        AssertServes(host, 1);
        Assert.Equal(2, host.Version);
    }

    [Fact]
    public void A_first_model_that_turns_out_damaged_is_withdrawn_until_a_good_one_comes()
    {
        _file.Put(_file.Damaged(0));
        Assert.Throws<ModelFileException>(() => new ModelHost(_file.Options with { MapFile = false }));
        using ModelHost host = Host(_file.Options with { MapFile = true });
        Assert.True(host.IsAvailable);
        host.Check();
        Assert.False(host.IsAvailable);
        Assert.Equal(0, host.Version);
        Assert.Throws<ModelUnavailableException>(() => host.Acquire().Version);
        Assert.Equal(0, host.LiveModels);
        Assert.Equal(ModelHostEventKind.Withdrawn, _events[^1].Kind);
        _file.Put(0);
        Assert.True(host.Check());
        AssertServes(host, 0);
    }

    [Fact]
    public void A_host_looks_for_new_files_by_itself()
    {
        using var swapped = new ManualResetEventSlim();
        var options = _file.Options with
        {
            CheckInterval = TimeSpan.FromMilliseconds(10),
            Events = new Listener(e =>
            {
                if (e.Kind == ModelHostEventKind.Swapped)
                {
                    swapped.Set();
                }
            }),
        };
        using var host = new ModelHost(options);
        _file.Put(1);
        Assert.True(swapped.Wait(TimeSpan.FromSeconds(30)));
        AssertServes(host, 1);
    }

    [Fact]
    public void A_disposed_host_frees_its_model_when_the_last_request_has_ended()
    {
        ModelHost host = Host(_file.Options);
        using (ModelLease lease = host.Acquire())
        {
            host.Dispose();
            Assert.Equal(1, host.LiveModels);
            Assert.Equal(_file.Models[0].Rank, lease.Model.Rank);
        }

        Assert.Equal(0, host.LiveModels);
        Assert.Throws<ObjectDisposedException>(() => host.Acquire().Version);
        Assert.False(host.Check());
    }

    [Fact]
    public void A_lease_ends_once()
    {
        using ModelHost host = Host(_file.Options);
        ModelLease lease = host.Acquire();
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(1, host.LiveModels);
        bool refused = false;
        try
        {
            _ = lease.Model;
        }
        catch (ObjectDisposedException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void Requests_swaps_and_refusals_are_counted()
    {
        // Other hosts of the process count under the same names: the operation tells this one's requests apart.
        var sums = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == ModelHost.MeterName)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.IsEmpty || "counted".Equals(tags[0].Value))
            {
                lock (sums)
                {
                    sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value;
                }
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, 1 + 0 * value, tags));
        listener.Start();
        using ModelHost host = Host(_file.Options);
        for (int i = 0; i < 5; i++)
        {
            using ModelLease lease = host.Acquire("counted");
        }

        _file.Put(1);
        host.Check();
        _file.Put(_file.Damaged(0));
        host.Check();
        Assert.Equal(5, sums["fastmf.requests"]);
        Assert.Equal(5, sums["fastmf.request.duration"]);
        Assert.True(sums["fastmf.model.swaps"] >= 1);
        Assert.True(sums["fastmf.model.refused"] >= 1);
        Assert.Contains("fastmf.model.live", sums.Keys);
    }

    [Fact]
    public void Leasing_allocates_nothing()
    {
        using ModelHost host = Host(_file.Options);
        host.Check();
        var list = new ScoredItem[5];
        for (int i = 0; i < 50; i++)
        {
            Request(host, list);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            Request(host, list);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Request(ModelHost host, ScoredItem[] list)
    {
        using ModelLease lease = host.Acquire("list");
        lease.Recommender.Recommend(new UserIndex(3), list);
    }

    private ModelHost Host(ModelHostOptions options) => new(options with { Events = new Listener(_events.Add) });

    private void AssertServes(ModelHost host, int model)
    {
        using ModelLease lease = host.Acquire();
        Assert.Equal(_file.Models[model].ComputeHash(), lease.Model.ComputeHash());
    }

    private sealed class Listener(Action<ModelHostEvent> report) : IProgress<ModelHostEvent>
    {
        public void Report(ModelHostEvent value) => report(value);
    }
}
