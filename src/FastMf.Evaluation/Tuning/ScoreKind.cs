namespace FastMf.Evaluation.Tuning;

/// <summary>What configurations are compared by.</summary>
public enum ScoreKind
{
    /// <summary>Root mean squared error of predicted ratings; less is better.</summary>
    Rmse,

    /// <summary>Mean absolute error of predicted ratings; less is better.</summary>
    Mae,

    /// <summary>NDCG at the length of the list; more is better, as for all that follow.</summary>
    Ndcg,

    /// <summary>Precision at the length of the list.</summary>
    Precision,

    /// <summary>Recall at the length of the list.</summary>
    Recall,

    /// <summary>Mean average precision at the length of the list.</summary>
    Map,

    /// <summary>Mean reciprocal rank.</summary>
    Mrr,

    /// <summary>The share of users with a relevant item in the list.</summary>
    HitRate,

    /// <summary>Area under the ROC curve.</summary>
    Auc,
}
