using Xunit;

namespace FastMf.TestCommon;

/// <summary>As <see cref="RealDataFactAttribute"/>, for tests with parameters.</summary>
public sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute() => Skip = RealData.SkipReason;
}
