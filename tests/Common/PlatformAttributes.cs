using Xunit;

namespace FastMf.TestCommon;

/// <summary>A test that needs Unix, and is skipped with the reason on Windows.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <param name="reason">What Windows lacks.</param>
    public UnixFactAttribute(string reason) => Skip = OperatingSystem.IsWindows() ? reason : null;
}

/// <summary>As <see cref="UnixFactAttribute"/>, for tests with parameters.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    /// <param name="reason">What Windows lacks.</param>
    public UnixTheoryAttribute(string reason) => Skip = OperatingSystem.IsWindows() ? reason : null;
}

/// <summary>A test with parameters that needs Linux, and is skipped with the reason elsewhere.</summary>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    /// <param name="reason">What other systems lack.</param>
    public LinuxTheoryAttribute(string reason) => Skip = OperatingSystem.IsLinux() ? null : reason;
}
