using FastMf.Hosting;
using FastMf.Model;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace FastMf.Extensions.Hosting.Tests;

public sealed class AddFastMfTests : IDisposable
{
    private readonly SavedModel _file = new();
    private readonly RecordedLog _log = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Options_are_bound_by_name()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["FastMf:ModelPath"] = "a.fastmf",
                ["FastMf:MapFile"] = "false",
                ["FastMf:ReloadInterval"] = "00:00:05",
                ["FastMf:IndexUsers"] = "true",
                ["FastMf:PreparationThreads"] = "3",
            })
            .Build();
        using ServiceProvider services = new ServiceCollection().AddFastMf(configuration.GetSection("FastMf")).BuildServiceProvider();
        FastMfOptions options = services.GetRequiredService<IOptions<FastMfOptions>>().Value;
        Assert.Equal(
            ("a.fastmf", false, TimeSpan.FromSeconds(5), true, 3),
            (options.ModelPath, options.MapFile, options.ReloadInterval, options.IndexUsers, options.PreparationThreads));
    }

    [Fact]
    public async Task A_service_with_senseless_options_does_not_start()
    {
        using IHost service = Service(options =>
        {
            options.ModelPath = " ";
            options.ReloadInterval = TimeSpan.FromMilliseconds(1);
            options.PreparationThreads = -1;
        });
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => service.StartAsync());
        Assert.Equal(3, error.Failures.Count());
        string[] names = ["ModelPath", "ReloadInterval", "PreparationThreads"];
        Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_without_a_model_does_not_start()
    {
        using IHost service = Service(options => options.ModelPath = "missing.fastmf");
        await Assert.ThrowsAsync<ModelFileException>(() => service.StartAsync());
    }

    [Fact]
    public async Task A_service_reloads_and_tells_its_health()
    {
        using IHost service = Service(options => options.ReloadInterval = TimeSpan.FromMilliseconds(20));
        await service.StartAsync();
        ModelHost host = service.Services.GetRequiredService<ModelHost>();
        await Until(() => host.IsPrepared);
        Assert.Equal(HealthStatus.Healthy, (await Health(service)).Status);

        _file.Train(seed: 2);
        await Until(() => host.Version == 2);
        Assert.Equal(_file.HashOfFile(), Hash(host));

        _file.Damage();
        await Until(() => host.LastRefusal is not null);
        HealthReportEntry entry = await Health(service);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.IsType<ModelFileException>(entry.Exception);
        Assert.Equal(2L, entry.Data["version"]);

        _file.Train(seed: 3);
        await Until(() => host.Version == 3);
        Assert.Equal(HealthStatus.Healthy, (await Health(service)).Status);
        await service.StopAsync();
        Assert.Contains(_log.Entries, e => e.Level == LogLevel.Information && e.Text.Contains("Model 1", StringComparison.Ordinal));
        Assert.Contains(_log.Entries, e => e.Level == LogLevel.Information && e.Text.Contains("Model 2", StringComparison.Ordinal));
        Assert.Contains(_log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_first_model_makes_a_service_unhealthy()
    {
        byte[] content = File.ReadAllBytes(_file.Path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(_file.Path, content);
        using IHost service = Service(options => options.MapFile = true);
        await service.StartAsync();
        await Until(() => !service.Services.GetRequiredService<ModelHost>().IsAvailable);
        Assert.Equal(HealthStatus.Unhealthy, (await Health(service)).Status);
        Assert.Contains(_log.Entries, e => e.Level == LogLevel.Critical);
    }

    [Fact]
    public async Task The_host_is_freed_with_the_service()
    {
        ModelHost host;
        using (IHost service = Service(_ => { }))
        {
            await service.StartAsync();
            host = service.Services.GetRequiredService<ModelHost>();
            Assert.Equal(1, host.LiveModels);
        }

        Assert.Equal(0, host.LiveModels);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 3000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }

    private static async Task<HealthReportEntry> Health(IHost service) =>
        (await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["fastmf"];

    private static string Hash(ModelHost host)
    {
        using ModelLease lease = host.Acquire();
        return lease.Model.ComputeHash();
    }

    private IHost Service(Action<FastMfOptions> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        builder.Services.AddFastMf(options =>
        {
            options.ModelPath = _file.Path;
            configure(options);
        });
        builder.Services.AddHealthChecks().AddFastMf();
        return builder.Build();
    }
}
