using System.Text.Json.Nodes;
using FastMf.Cli.Output;
using FastMf.Evaluation.Ranking;

namespace FastMf.Cli.Commands;

/// <summary>How well a model ranks, for people and for scripts.</summary>
internal static class RankingOutput
{
    public static void Print(Screen screen, RankingReport ranking)
    {
        screen.Result(
            $"lists of {ranking.Length} for {ranking.Users.Count:N0} users; left out: "
            + $"{ranking.UsersWithoutRelevant:N0} without a relevant item, {ranking.UnknownUsers:N0} whom the model does not know");
        screen.Result(
            $"NDCG {ranking.Ndcg:F4}, precision {ranking.Precision:F4}, recall {ranking.Recall:F4}, MAP {ranking.MeanAveragePrecision:F4}, "
            + $"MRR {ranking.MeanReciprocalRank:F4}, hit rate {ranking.HitRate:F4}, AUC {ranking.Auc:F4}, coverage {ranking.Coverage:P1}");
    }

    public static JsonObject ToJson(RankingReport ranking) => new()
    {
        ["length"] = ranking.Length,
        ["users"] = ranking.Users.Count,
        ["usersWithoutRelevant"] = ranking.UsersWithoutRelevant,
        ["unknownUsers"] = ranking.UnknownUsers,
        ["ndcg"] = ranking.Ndcg,
        ["precision"] = ranking.Precision,
        ["recall"] = ranking.Recall,
        ["map"] = ranking.MeanAveragePrecision,
        ["mrr"] = ranking.MeanReciprocalRank,
        ["hitRate"] = ranking.HitRate,
        ["auc"] = ranking.Auc,
        ["coverage"] = ranking.Coverage,
    };
}
