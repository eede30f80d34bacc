using System.Diagnostics;
using Xunit;

namespace FastMf.Cli.Tests.Support;

/// <summary>A test that needs Chromium, and is skipped with a reason where there is none.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public ChromiumFactAttribute() => Skip = Browser is null ? "There is no Chromium; on Debian it is the package chromium." : null;

    private static string? Browser { get; } = (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        from name in Names
        let file = Path.Combine(folder, name)
        where File.Exists(file)
        select file).FirstOrDefault();

    /// <summary>
    /// Loads a page without a network in the light or dark scheme, and returns its document after its scripts, and the log.
    /// </summary>
    public static (string Document, string Log) Load(string page, string profile, bool isDark)
    {
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=820,1000", $"--user-data-dir={profile}",
            $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", "--dump-dom", new Uri(page).AbsoluteUri,
        ];
        using Process process =
            Process.Start(new ProcessStartInfo(Browser!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> log = process.StandardError.ReadToEndAsync();
        string document = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (document, log.GetAwaiter().GetResult());
    }
}
