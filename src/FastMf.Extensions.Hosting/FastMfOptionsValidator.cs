using Microsoft.Extensions.Options;

namespace FastMf.Extensions.Hosting;

/// <summary>Checks the options when the service starts.</summary>
internal sealed class FastMfOptionsValidator : IValidateOptions<FastMfOptions>
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);

    public ValidateOptionsResult Validate(string? name, FastMfOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.ModelPath))
        {
            failures.Add("ModelPath is empty; give the model file.");
        }

        if (options.ReloadInterval != TimeSpan.Zero && options.ReloadInterval < ShortestInterval)
        {
            failures.Add($"ReloadInterval is {options.ReloadInterval}; give {ShortestInterval} or more, or zero for never.");
        }

        if (options.PreparationThreads is < 0 or > 1024)
        {
            failures.Add($"PreparationThreads is {options.PreparationThreads}; give 0 (one per processor) to 1024.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
