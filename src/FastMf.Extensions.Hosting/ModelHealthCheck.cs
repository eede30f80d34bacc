using FastMf.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FastMf.Extensions.Hosting;

/// <summary>What a host's model is worth.</summary>
internal sealed class ModelHealthCheck(ModelHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["version"] = host.Version };
        HealthCheckResult result = (host.IsAvailable, host.IsPrepared, host.LastRefusal) switch
        {
            (false, _, Exception refusal) => new HealthCheckResult(context.Registration.FailureStatus, "There is no model.", refusal, data),
            (false, _, null) => new HealthCheckResult(context.Registration.FailureStatus, "There is no model.", null, data),
            (true, false, _) => HealthCheckResult.Degraded("The model is being checked and indexed.", null, data),
            (true, true, Exception refusal) => HealthCheckResult.Degraded("The newest model file is invalid; the model before it is served.", refusal, data),
            _ => HealthCheckResult.Healthy("The model is served.", data),
        };
        return Task.FromResult(result);
    }
}
