using Xunit;

namespace FastMf.Tests.Faults;

/// <summary>
/// A test that mounts a file system in a namespace of its own, and is skipped with a reason where the system refuses that.
/// </summary>
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool CanMount = OperatingSystem.IsLinux()
        && FaultProcess.Shell("unshare -rm /bin/bash -c 'mount -t tmpfs -o size=64k none /tmp && mount -o remount,ro /tmp'").Code == 0;

    public MountFactAttribute() => Skip = CanMount ? null : "This system lets its users mount no file system (unshare -rm, mount).";
}

/// <summary>
/// A test that runs a program to which permissions apply. Root becomes somebody else for it, and the test is skipped with a reason where
/// that is not possible.
/// </summary>
public sealed class PermissionFactAttribute : FactAttribute
{
    private const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";

    /// <summary>Whether the program runs: without arguments it ends with 2.</summary>
    private static readonly bool CanRun = !OperatingSystem.IsWindows() && FaultProcess.Shell($"{Prefix} \"$0\"").Code == 2;

    public PermissionFactAttribute() =>
        Skip = CanRun ? null : "Permissions do not apply here: on Windows, or to a root that cannot become another user.";

    /// <summary>What a command starts with so that permissions apply to it.</summary>
    public static string Prefix => Environment.IsPrivilegedProcess ? AsNobody : "";
}
