using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Ids;

/// <summary>
/// Unifies the workers' dictionaries of one column: an <see cref="IdMap"/> of all ids, and the index in it of every worker's codes.
/// </summary>
internal sealed class IdDictionaryUnifier
{
    private readonly ulong[] _bitmap = [];
    private readonly int[] _ranks = [];
    private readonly int[][] _hashedIndexes;

    public IdDictionaryUnifier(IdKind kind, IReadOnlyList<IdEncoder> encoders)
    {
        if (kind == IdKind.Number)
        {
            _bitmap = Union(encoders);
            Ids = IdMap.FromIntegers([.. Integers(_bitmap), .. encoders.SelectMany(encoder => encoder.HashedIntegers)]);
            _ranks = Ranks(_bitmap, Ids.Integers.IndexOfAnyExceptInRange(long.MinValue, -1));
            _hashedIndexes =
                [.. encoders.Select(encoder => Indexes(encoder.HashedIntegers.Count, i => IndexOf(encoder.HashedIntegers[i])))];
        }
        else
        {
            string[][] texts =
                [.. encoders.Select(encoder => Enumerable.Range(0, encoder.Texts!.Count).Select(encoder.Texts.Text).ToArray())];
            Ids = IdMap.FromTexts(texts.SelectMany(text => text));
            _hashedIndexes = [.. texts.Select(text => Indexes(text.Length, i => IndexOf(text[i])))];
        }
    }

    public IdMap Ids { get; }

    /// <summary>The indexes of one worker's hashed ids; element i belongs to the code ~i.</summary>
    public int[] HashedIndexes(int worker) => _hashedIndexes[worker];

    /// <summary>The index of a code; <paramref name="hashedIndexes"/> are those of the worker that gave it.</summary>
    /// <remarks>
    /// An integer's index is its rank in the bitmap. The bitmap and its ranks for every 64 bits stay in the L1 or L2 cache, unlike a table
    /// of indexes.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(int code, int[] hashedIndexes)
    {
        if (code < 0)
        {
            return hashedIndexes[~code];
        }

        int word = code >> 6;
        return _ranks[word] + BitOperations.PopCount(_bitmap[word] & ((1UL << code) - 1));
    }

    private int IndexOf(long id)
    {
        Ids.TryGetIndex(id, out int index);
        return index;
    }

    private int IndexOf(string id)
    {
        Ids.TryGetIndex(id, out int index);
        return index;
    }

    private static int[] Indexes(int count, Func<int, int> indexOf)
    {
        int[] indexes = new int[count];
        for (int i = 0; i < count; i++)
        {
            indexes[i] = indexOf(i);
        }

        return indexes;
    }

    private static ulong[] Union(IReadOnlyList<IdEncoder> encoders)
    {
        ulong[] union = new ulong[encoders.Max(encoder => encoder.Bitmap.Length)];
        foreach (IdEncoder encoder in encoders)
        {
            Span<ulong> common = union.AsSpan(0, encoder.Bitmap.Length);
            TensorPrimitives.BitwiseOr(common, encoder.Bitmap, common);
        }

        return union;
    }

    private static List<long> Integers(ulong[] bitmap)
    {
        List<long> ids = [];
        for (int word = 0; word < bitmap.Length; word++)
        {
            for (ulong bits = bitmap[word]; bits != 0; bits &= bits - 1)
            {
                ids.Add(64L * word + BitOperations.TrailingZeroCount(bits));
            }
        }

        return ids;
    }

    /// <summary>For each word how many ids come before its own; negative ids, which are not in the bitmap, come before all.</summary>
    private static int[] Ranks(ulong[] bitmap, int negativeIds)
    {
        int[] ranks = new int[bitmap.Length];
        int rank = Math.Max(negativeIds, 0);
        for (int word = 0; word < bitmap.Length; word++)
        {
            ranks[word] = rank;
            rank += BitOperations.PopCount(bitmap[word]);
        }

        return ranks;
    }
}
