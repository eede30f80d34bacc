using FastMf.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FastMf.Extensions.Hosting;

/// <summary>Opens the model when the service starts; then, in the background, prepares it and looks for newer files.</summary>
internal sealed class ModelReloadService(ModelHost host, IOptions<FastMfOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first preparation must not hold up the start of the service.
        await Task.Run(host.Check, stoppingToken).ConfigureAwait(false);
        if (options.Value.ReloadInterval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.ReloadInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            host.Check();
        }
    }
}
