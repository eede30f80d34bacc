namespace FastMf.Training;

/// <summary>Which user factors an item's step uses.</summary>
public enum SgdUpdateRule
{
    /// <summary>Those that this very rating has just changed, as the usual tutorials do.</summary>
    Sequential,

    /// <summary>Those from before: the step is then exactly along the negative gradient.</summary>
    Simultaneous,
}
