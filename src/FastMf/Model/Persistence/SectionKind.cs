namespace FastMf.Model.Persistence;

/// <summary>The parts of a model file; the numbers are part of the format.</summary>
internal enum SectionKind
{
    UserFactors = 1,
    ItemFactors = 2,
    UserBiases = 3,
    ItemBiases = 4,
    UserRatingCounts = 5,
    ItemRatingCounts = 6,
    UserIds = 7,
    ItemIds = 8,
    LearnedPairs = 9,
}
