namespace FastMf.Testing.References;

/// <summary>The four regularizations of the biased model, each for one rating.</summary>
/// <param name="UserBias">Weight of b_u^2.</param>
/// <param name="ItemBias">Weight of b_i^2.</param>
/// <param name="UserFactors">Weight of |p_u|^2.</param>
/// <param name="ItemFactors">Weight of |q_i|^2.</param>
public sealed record NaiveRegularization(double UserBias, double ItemBias, double UserFactors, double ItemFactors);
