namespace FastMf.Cli;

/// <summary>Entry point of the tool.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => Tool.RunAsync(arguments, Console.Out, Console.Error);
}
