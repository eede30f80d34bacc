using Xunit;

namespace FastMf.TestCommon;

/// <summary>A test that needs the real data, and is skipped with a reason where it is absent.</summary>
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute() => Skip = RealData.SkipReason;
}
