namespace FastMf.Perf.Serving;

/// <summary>The suites of serving by name; all of them when none is named.</summary>
internal static class ServingSuite
{
    public static int Run(string[] names)
    {
        bool Wants(string name) => names.Length == 0 || names.Contains(name);
        if (Wants("topn"))
        {
            TopNSuite.Run();
        }

        if (Wants("batch"))
        {
            BatchSuite.Run();
        }

        if (Wants("start"))
        {
            StartSuite.Run();
        }

        if (Wants("ids"))
        {
            IdSuite.Run();
        }

        if (Wants("load"))
        {
            LoadSuite.Run();
        }

        return 0;
    }
}
