using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;

namespace FastMf.Tests.Recommending.Search;

/// <summary>Models whose factors are made to catch a search that rules out too much.</summary>
internal static class AdversarialFactors
{
    public static MfModel Create(SeededRandom random, int items, int rank)
    {
        MfModel model = random.NextInt32(3) == 0
            ? RandomModel.CreateExact(random, 5, items, rank)
            : RandomModel.Create(random, 5, items, rank, random.NextGaussian);
        switch (random.NextInt32(9))
        {
            case 0:
                ScaleRows(model, row => 1 / Math.Sqrt(Squares(row)));
                break;
            case 1:
                ScaleColumn(model, random.NextInt32(rank), 1000);
                break;
            case 2:
                ScaleRows(model, _ => Math.Pow(10, random.NextInt32(30) - 15));
                break;
            case 3:
                ScaleRows(model, _ => 1e-22);
                break;
            case 4:
                ScaleRows(model, _ => 1e17);
                break;
            case 5:
                ScaleRows(model, _ => random.NextInt32(10) == 0 ? 1 : 0);
                break;
            case 6:
                Duplicate(model, random);
                break;
            case 7:
                // Biases that dwarf the products, most of them below zero, and in no order that norms have.
                foreach (ref float bias in model.Parameters.ItemBiases.Span)
                {
                    bias = (float)(-100 * Math.Abs(random.NextGaussian()));
                }

                break;
            default:
                // Users who look straight at an item.
                for (int user = 0; user < 5; user++)
                {
                    model.ItemFactors.View.PaddedRow(random.NextInt32(items)).CopyTo(model.UserFactors.View.PaddedRow(user));
                }

                break;
        }

        return model;
    }

    private static double Squares(Span<float> row)
    {
        double squares = 1e-30;
        foreach (float value in row)
        {
            squares += (double)value * value;
        }

        return squares;
    }

    private static void ScaleRows(MfModel model, RowScale scale)
    {
        FactorView items = model.ItemFactors.View;
        for (int item = 0; item < items.RowCount; item++)
        {
            float factor = (float)scale(items.Row(item));
            foreach (ref float value in items.Row(item))
            {
                value *= factor;
            }
        }
    }

    private static void ScaleColumn(MfModel model, int column, float scale)
    {
        FactorView items = model.ItemFactors.View;
        for (int item = 0; item < items.RowCount; item++)
        {
            items.Row(item)[column] *= scale;
        }
    }

    /// <summary>Every row one of five, with one of two biases.</summary>
    private static void Duplicate(MfModel model, SeededRandom random)
    {
        FactorView items = model.ItemFactors.View;
        for (int item = 0; item < items.RowCount; item++)
        {
            items.PaddedRow(random.NextInt32((int)Math.Min(5, items.RowCount))).CopyTo(items.PaddedRow(item));
            model.Parameters.ItemBiases[item] = random.NextInt32(2);
        }
    }

    private delegate double RowScale(Span<float> row);
}
