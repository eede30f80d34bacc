using FastMf.Data;
using FastMf.Evaluation.Generation;

namespace FastMf.TestCommon;

/// <summary>Sets that several tests look at, generated once.</summary>
internal static class SharedRatings
{
    private static readonly Lazy<RatingMatrix> OneHundredThousand = new(
        () => RatingGenerator.Generate(GeneratorOptions.MovieLens100K).Train);
    private static readonly Lazy<RatingMatrix> OneMillion = new(() => RatingGenerator.Generate(GeneratorOptions.MovieLens1M).Train);

    public static RatingMatrix MovieLens100K => OneHundredThousand.Value;

    public static RatingMatrix MovieLens1M => OneMillion.Value;

    public static RatingMatrix Named(string shape) => shape == "ml-1m" ? MovieLens1M : MovieLens100K;
}
