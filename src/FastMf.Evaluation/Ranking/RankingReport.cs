namespace FastMf.Evaluation.Ranking;

/// <summary>
/// How well a model ranks what users were found to rate: a list for every test user who has relevant items, and their means.
/// </summary>
/// <param name="Length">k, the places of each list that count.</param>
/// <param name="Users">The measured users, in order of their index.</param>
/// <param name="UsersWithoutRelevant">Test users who have no relevant item; left out.</param>
/// <param name="UnknownUsers">Test users with relevant items whom the model has not met in training; left out.</param>
/// <param name="Coverage">
/// The share of the items with training ratings that are in at least one list of length k; catalogue coverage (Herlocker et al. 2004).
/// </param>
public sealed record RankingReport(
    int Length, IReadOnlyList<UserRanking> Users, int UsersWithoutRelevant, int UnknownUsers, double Coverage)
{
    /// <summary>Mean NDCG@k.</summary>
    public double Ndcg => Mean(user => user.Ndcg);

    /// <summary>Mean precision@k.</summary>
    public double Precision => Mean(user => user.Precision);

    /// <summary>Mean recall@k.</summary>
    public double Recall => Mean(user => user.Recall);

    /// <summary>MAP@k.</summary>
    public double MeanAveragePrecision => Mean(user => user.AveragePrecision);

    /// <summary>MRR@k.</summary>
    public double MeanReciprocalRank => Mean(user => user.ReciprocalRank);

    /// <summary>The share of users who have a relevant item among the first k.</summary>
    public double HitRate => Mean(user => user.Hit);

    /// <summary>Mean AUC.</summary>
    public double Auc => Mean(user => user.Auc);

    /// <summary>0 when there are no users.</summary>
    private double Mean(Func<UserRanking, double> measure) => Users.Count == 0 ? 0 : Users.Average(measure);
}
