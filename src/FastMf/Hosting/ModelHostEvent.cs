namespace FastMf.Hosting;

/// <summary>Something that happened to a model of a host.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">The file.</param>
/// <param name="Version">The model's number: 1 for the host's first one. Of a refused file the number it would have had.</param>
/// <param name="Elapsed">How long it took to get there from the file.</param>
/// <param name="Error">Why the file was refused or the check failed; null otherwise.</param>
public sealed record ModelHostEvent(ModelHostEventKind Kind, string Path, long Version, TimeSpan Elapsed, Exception? Error);
