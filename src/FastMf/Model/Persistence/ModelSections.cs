using System.Runtime.InteropServices;
using System.Text;
using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Model.Persistence;

/// <summary>The contents of a model's sections as bytes, for the file and for the hash.</summary>
internal static class ModelSections
{
    private const int FloatsAtOnce = 1 << 20;

    /// <summary>Receives the next bytes of a section.</summary>
    public delegate void Sink(ReadOnlySpan<byte> bytes);

    public static void Emit(MfModel model, SectionKind kind, Sink sink)
    {
        switch (kind)
        {
            case SectionKind.UserFactors:
                Emit(model.UserFactors.Buffer, sink);
                break;
            case SectionKind.ItemFactors:
                Emit(model.ItemFactors.Buffer, sink);
                break;
            case SectionKind.UserBiases:
                sink(MemoryMarshal.AsBytes(model.UserBiases));
                break;
            case SectionKind.ItemBiases:
                sink(MemoryMarshal.AsBytes(model.ItemBiases));
                break;
            case SectionKind.UserRatingCounts:
                sink(MemoryMarshal.AsBytes(model.UserRatingCounts));
                break;
            case SectionKind.ItemRatingCounts:
                sink(MemoryMarshal.AsBytes(model.ItemRatingCounts));
                break;
            case SectionKind.UserIds:
                Emit(model.Users, sink);
                break;
            case SectionKind.ItemIds:
                Emit(model.Items, sink);
                break;
            case SectionKind.LearnedPairs:
                sink(MemoryMarshal.AsBytes(model.LearnedPairs!.Hashes));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }

        GC.KeepAlive(model);
    }

    private static void Emit(AlignedBuffer buffer, Sink sink)
    {
        ObjectDisposedException.ThrowIf(buffer.IsDisposed, typeof(MfModel));
        for (nint start = 0; start < buffer.Length; start += FloatsAtOnce)
        {
            sink(MemoryMarshal.AsBytes<float>(buffer.Slice(start, (int)Math.Min(FloatsAtOnce, buffer.Length - start))));
        }
    }

    /// <summary>Integers: 8 bytes each. Text: the length of each in bytes, 4 bytes each, then all of them in UTF-8.</summary>
    private static void Emit(IdMap ids, Sink sink)
    {
        if (ids.Kind == IdKind.Number)
        {
            sink(MemoryMarshal.AsBytes(ids.Integers));
            return;
        }

        int[] lengths = new int[ids.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Encoding.UTF8.GetByteCount(ids.Texts[i]);
        }

        sink(MemoryMarshal.AsBytes<int>(lengths));
        foreach (string text in ids.Texts)
        {
            sink(Encoding.UTF8.GetBytes(text));
        }
    }
}
