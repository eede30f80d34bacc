using FastMf.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FastMf.Extensions.Hosting;

/// <summary>What a host's model is worth.</summary>
internal sealed class ModelHealthCheck(ModelHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["version"] = host.Version };
        HealthCheckResult result = (host.IsAvailable, host.IsPrepared, host.LastRefusal ?? host.LastFailure) switch
        {
            (false, _, Exception reason) => new HealthCheckResult(context.Registration.FailureStatus, "There is no model.", reason, data),
            (false, _, null) => new HealthCheckResult(context.Registration.FailureStatus, "There is no model.", null, data),
            (true, false, null) => HealthCheckResult.Degraded("The model is being checked and indexed.", null, data),
            (true, _, Exception reason) when host.LastRefusal is null =>
                HealthCheckResult.Degraded("The last check failed; the model before it is served.", reason, data),
            (true, _, Exception refusal) =>
                HealthCheckResult.Degraded("The newest model file is invalid; the model before it is served.", refusal, data),
            _ => HealthCheckResult.Healthy("The model is served.", data),
        };
        return Task.FromResult(result);
    }
}
