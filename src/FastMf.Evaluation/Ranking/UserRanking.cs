namespace FastMf.Evaluation.Ranking;

/// <summary>The measures of one user's list; see <see cref="RankingMetrics"/> for their definitions.</summary>
/// <param name="User">The user's index in the test ratings.</param>
/// <param name="RelevantCount">His relevant test items, above 0.</param>
/// <param name="Ndcg">NDCG@k.</param>
/// <param name="Precision">Precision@k.</param>
/// <param name="Recall">Recall@k.</param>
/// <param name="AveragePrecision">Average precision at k.</param>
/// <param name="ReciprocalRank">1 / the place of the first relevant item, or 0.</param>
/// <param name="Hit">1 when a relevant item is among the first k, otherwise 0.</param>
/// <param name="Auc">Area under the ROC curve over all ranked items.</param>
public readonly record struct UserRanking(
    int User,
    int RelevantCount,
    double Ndcg,
    double Precision,
    double Recall,
    double AveragePrecision,
    double ReciprocalRank,
    double Hit,
    double Auc);
