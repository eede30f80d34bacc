using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Training.Als;

/// <summary>All of one side: users or items, their ratings and what is learned about them.</summary>
/// <param name="Name">"user" or "item", for messages.</param>
/// <param name="Ids">The ids.</param>
/// <param name="Ratings">The ratings of each row.</param>
/// <param name="Factors">The factors.</param>
/// <param name="Biases">The biases.</param>
internal sealed record TrainingSide(string Name, IdMap Ids, CompressedRows Ratings, FactorMatrix Factors, NativeList<float> Biases);
