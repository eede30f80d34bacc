using FastMf.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FastMf.Extensions.Hosting;

/// <summary>Adds FastMf to a service.</summary>
public static class FastMfServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="ModelHost"/> as a singleton, and the background service that keeps its model up to date. The service does not
    /// start when options or model are invalid.
    /// </summary>
    /// <param name="services">The service's collection.</param>
    /// <param name="configuration">The section with the names of <see cref="FastMfOptions"/>.</param>
    /// <returns>The same collection.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddFastMf(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<FastMfOptions>().Bind(configuration);
        return AddHost(services);
    }

    /// <summary>The same with options set by code.</summary>
    /// <param name="services">The service's collection.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same collection.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddFastMf(this IServiceCollection services, Action<FastMfOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<FastMfOptions>().Configure(configure);
        return AddHost(services);
    }

    /// <summary>
    /// Adds a health check: healthy with a checked and indexed model, degraded while the first one is being prepared, when the last new
    /// file was refused or the last check failed, unhealthy without a model.
    /// </summary>
    /// <param name="builder">The service's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="tags">The check's tags.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddFastMf(
        this IHealthChecksBuilder builder, string name = "fastmf", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, services => new ModelHealthCheck(services.GetRequiredService<ModelHost>()), HealthStatus.Unhealthy, tags));
    }

    private static IServiceCollection AddHost(IServiceCollection services)
    {
        services.AddOptions<FastMfOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<FastMfOptions>, FastMfOptionsValidator>();
        services.AddSingleton(Open);
        services.AddSingleton<IHostedService, ModelReloadService>();
        return services;
    }

    private static ModelHost Open(IServiceProvider services)
    {
        FastMfOptions options = services.GetRequiredService<IOptions<FastMfOptions>>().Value;
        return new ModelHost(new ModelHostOptions
        {
            Path = options.ModelPath,
            MapFile = options.MapFile,
            IndexUsers = options.IndexUsers,
            Threads = options.PreparationThreads,
            Events = new ModelEventLog(services.GetRequiredService<ILogger<ModelHost>>()),

            // The background service looks for new files.
            CheckInterval = TimeSpan.Zero,
        });
    }
}
