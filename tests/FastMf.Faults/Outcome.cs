namespace FastMf.Faults;

/// <summary>How an action ended: the type of its exception and its message, or that there was none.</summary>
internal static class Outcome
{
    public static string Of(Action action)
    {
        try
        {
            action();
            return "none";
        }
        catch (Exception failure)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }
}
