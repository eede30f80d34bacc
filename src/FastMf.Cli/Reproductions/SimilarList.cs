namespace FastMf.Cli.Reproductions;

/// <summary>The items most similar to one, by a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Similar">The ids of the others, most similar first.</param>
internal sealed record SimilarList(string Model, string Item, IReadOnlyList<string> Similar);
