using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FastMf.Model.Persistence;

/// <summary>The hash behind <see cref="MfModel.ComputeHash"/>.</summary>
internal static class ModelHash
{
    public static string Compute(MfModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<float>([model.Mean, model.MinimumRating, model.MaximumRating]));
        int[] shape = [model.Rank, model.Users.Count, model.Items.Count, (int)model.Users.Kind, (int)model.Items.Kind];
        hash.AppendData(MemoryMarshal.AsBytes<int>(shape));
        if (model.Predicts != PredictionKind.Rating)
        {
            hash.AppendData([(byte)model.Predicts]);
        }

        foreach (SectionKind kind in ModelFileLayout.RequiredSections)
        {
            ModelSections.Emit(model, kind, bytes => hash.AppendData(bytes));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
