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
    public void An_event_handler_that_throws_stops_neither_the_process_nor_the_reloading()
    {
        using var sums = new HostMeasurements();
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

                throw new HandlerException();
            }),
        };

        // An exception on the timer's thread would end the process, and with it this run of all tests.
        using var host = new ModelHost(options);
        foreach (int model in new[] { 1, 0 })
        {
            _file.Put(model);
            Assert.True(swapped.Wait(TimeSpan.FromSeconds(30)));
            AssertServes(host, model);
            swapped.Reset();
        }

        Assert.Null(host.LastFailure);
        Assert.True(sums.Of("fastmf.model.event_failures", typeof(HandlerException).FullName) >= 3);
    }

    [Fact]
    public void A_handler_that_throws_at_the_start_does_not_keep_the_host_from_serving()
    {
        using var host = new ModelHost(_file.Options with { Events = new Listener(_ => throw new HandlerException()) });
        AssertServes(host, 0);
    }

    [Fact]
    public void A_preparation_that_runs_out_of_memory_stops_neither_the_process_nor_the_reloading()
    {
        using var prepared = new ManualResetEventSlim();
        int attempts = 0;
        var options = _file.Options with
        {
            CheckInterval = TimeSpan.FromMilliseconds(10),
            Events = new Listener(e =>
            {
                _events.Add(e);
                if (e.Kind == ModelHostEventKind.Prepared)
                {
                    prepared.Set();
                }
            }),
        };
        using var host = new ModelHost(options, served =>
        {
            if (++attempts < 3)
            {
                throw new InsufficientMemoryException();
            }

            served.Prepare();
        });
        Assert.True(prepared.Wait(TimeSpan.FromSeconds(30)));
        ModelHostEventKind[] expected =
            [ModelHostEventKind.Started, ModelHostEventKind.Failed, ModelHostEventKind.Failed, ModelHostEventKind.Prepared];
        Assert.Equal(expected, _events.Select(e => e.Kind));
        Assert.All(_events[1..3], e => Assert.IsType<InsufficientMemoryException>(e.Error));
        AssertServes(host, 0);
    }

    [Fact]
    public void A_first_model_that_cannot_be_prepared_is_served_until_a_newer_one_can_be()
    {
        using var sums = new HostMeasurements();
        using var host = new ModelHost(_file.Options with { Events = new Listener(_events.Add) }, served =>
        {
            if (served.Version == 1)
            {
                throw new InsufficientMemoryException();
            }

            served.Prepare();
        });
        Assert.False(host.Check());
        Assert.IsType<InsufficientMemoryException>(host.LastFailure);
        Assert.False(host.IsPrepared);
        Assert.True(sums.Of("fastmf.model.check_failures") >= 1);
        AssertServes(host, 0);
        _file.Put(1);
        Assert.True(host.Check());
        Assert.Null(host.LastFailure);
        Assert.True(host.IsPrepared);
        AssertServes(host, 1);
        Assert.Equal(1, host.LiveModels);
    }

    [Fact]
    public void A_new_model_that_cannot_be_prepared_is_refused_whatever_the_reason()
    {
        using var host = new ModelHost(_file.Options with { Events = new Listener(_events.Add) }, served =>
        {
            if (served.Version == 2)
            {
                throw new InvalidOperationException();
            }

            served.Prepare();
        });
        host.Check();
        _file.Put(1);
        Assert.False(host.Check());
        Assert.IsType<InvalidOperationException>(host.LastRefusal);
        Assert.Equal(ModelHostEventKind.Refused, _events[^1].Kind);
        AssertServes(host, 0);
        Assert.Equal(1, host.LiveModels);
    }

    [Fact]
    public void Requests_swaps_and_refusals_are_counted()
    {
        using var sums = new HostMeasurements();
        using ModelHost host = Host(_file.Options);
        for (int i = 0; i < 5; i++)
        {
            using ModelLease lease = host.Acquire("counted");
        }

        _file.Put(1);
        host.Check();
        _file.Put(_file.Damaged(0));
        host.Check();

        // Other hosts of the process count under the same names: the operation tells this one's requests apart.
        Assert.Equal(5, sums.Of("fastmf.requests", "counted"));
        Assert.Equal(5, sums.Of("fastmf.request.duration", "counted"));
        Assert.True(sums.Of("fastmf.model.swaps") >= 1);
        Assert.True(sums.Of("fastmf.model.refused") >= 1);
        Assert.True(sums.Has("fastmf.model.live"));
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

    private sealed class HandlerException : Exception;
}
