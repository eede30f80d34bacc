using System.Buffers.Binary;
using System.Text;
using FastMf.Data;

namespace FastMf.Model.Persistence;

/// <summary>The fixed head of a model file, field by field at its offset.</summary>
internal sealed record ModelHead
{
    /// <summary>What the algorithm's name may take.</summary>
    public const int AlgorithmLength = 16;

    public long FileLength { get; init; }

    /// <summary>The number of sections in the table.</summary>
    public required int Sections { get; init; }

    public required int Rank { get; init; }

    public required int Users { get; init; }

    public required int Items { get; init; }

    public required IdKind UserIds { get; init; }

    public required IdKind ItemIds { get; init; }

    public required float Mean { get; init; }

    public required PredictionKind Predicts { get; init; }

    public required float MinimumRating { get; init; }

    public required float MaximumRating { get; init; }

    public required ModelInfo Info { get; init; }

    public static ModelHead Of(MfModel model) => new()
    {
        Sections = (model.LearnedPairs is null ? ModelFileLayout.RequiredSections : ModelFileLayout.Sections).Length,
        Rank = model.Rank,
        Users = model.Users.Count,
        Items = model.Items.Count,
        UserIds = model.Users.Kind,
        ItemIds = model.Items.Kind,
        Mean = model.Mean,
        Predicts = model.Predicts,
        MinimumRating = model.MinimumRating,
        MaximumRating = model.MaximumRating,
        Info = model.Info,
    };

    public void Write(Span<byte> head)
    {
        ModelFileLayout.Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], ModelFileLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], ModelFileLayout.HeaderLength(Sections));
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], FileLength);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], Rank);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], Users);
        BinaryPrimitives.WriteInt32LittleEndian(head[32..], Items);
        head[36] = (byte)UserIds;
        head[37] = (byte)ItemIds;
        head[38] = Info.UsesBiases ? (byte)1 : (byte)0;
        head[39] = (byte)Info.Objective.Kind;
        head[92] = (byte)Info.Objective.Confidence;
        head[93] = Info.Objective.NonNegative ? (byte)1 : (byte)0;
        head[94] = (byte)Predicts;
        BinaryPrimitives.WriteSingleLittleEndian(head[40..], Mean);
        BinaryPrimitives.WriteSingleLittleEndian(head[44..], MinimumRating);
        BinaryPrimitives.WriteSingleLittleEndian(head[48..], MaximumRating);
        BinaryPrimitives.WriteSingleLittleEndian(head[52..], Info.Objective.Regularization.Factors);
        BinaryPrimitives.WriteSingleLittleEndian(head[56..], Info.Objective.Regularization.Bias);
        BinaryPrimitives.WriteSingleLittleEndian(head[96..], Info.Objective.Regularization.Exponent);
        BinaryPrimitives.WriteSingleLittleEndian(head[100..], Info.Objective.Regularization.BiasExponent);
        BinaryPrimitives.WriteSingleLittleEndian(head[104..], Info.Objective.Alpha);
        BinaryPrimitives.WriteInt32LittleEndian(head[60..], Info.Epochs);
        BinaryPrimitives.WriteInt64LittleEndian(head[64..], Info.RatingCount);
        Encoding.ASCII.GetBytes(Info.Algorithm, head.Slice(72, AlgorithmLength));
        BinaryPrimitives.WriteInt32LittleEndian(head[88..], Sections);
    }

    public static ModelHead Read(ReadOnlySpan<byte> head) => new()
    {
        FileLength = BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
        Sections = BinaryPrimitives.ReadInt32LittleEndian(head[88..]),
        Rank = BinaryPrimitives.ReadInt32LittleEndian(head[24..]),
        Users = BinaryPrimitives.ReadInt32LittleEndian(head[28..]),
        Items = BinaryPrimitives.ReadInt32LittleEndian(head[32..]),
        UserIds = (IdKind)head[36],
        ItemIds = (IdKind)head[37],
        Mean = BinaryPrimitives.ReadSingleLittleEndian(head[40..]),
        Predicts = (PredictionKind)head[94],
        MinimumRating = BinaryPrimitives.ReadSingleLittleEndian(head[44..]),
        MaximumRating = BinaryPrimitives.ReadSingleLittleEndian(head[48..]),
        Info = new ModelInfo(
            Encoding.ASCII.GetString(head.Slice(72, AlgorithmLength)).TrimEnd('\0'),
            head[38] != 0,
            new RowObjective(
                (ObjectiveKind)head[39],
                new RowRegularization(
                    BinaryPrimitives.ReadSingleLittleEndian(head[52..]),
                    BinaryPrimitives.ReadSingleLittleEndian(head[96..]),
                    BinaryPrimitives.ReadSingleLittleEndian(head[56..]),
                    BinaryPrimitives.ReadSingleLittleEndian(head[100..])),
                (ConfidenceKind)head[92],
                BinaryPrimitives.ReadSingleLittleEndian(head[104..]),
                head[93] != 0),
            BinaryPrimitives.ReadInt64LittleEndian(head[64..]),
            BinaryPrimitives.ReadInt32LittleEndian(head[60..])),
    };
}
