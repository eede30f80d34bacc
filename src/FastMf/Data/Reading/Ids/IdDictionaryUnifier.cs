using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Ids;

/// <summary>
/// Turns the codes that the workers gave to the ids of one column into indexes of one <see cref="IdMap"/> of all of them.
/// </summary>
internal sealed class IdDictionaryUnifier
{
    private readonly ulong[] _seen = [];
    private readonly int[] _rank = [];
    private readonly int[][] _others;

    public IdDictionaryUnifier(IdKind kind, IReadOnlyList<IdEncoder> columns)
    {
        if (kind == IdKind.Number)
        {
            _seen = Union(columns);
            Ids = IdMap.FromIntegers([.. DirectIds(_seen), .. columns.SelectMany(column => column.OtherIntegers)]);
            _rank = Ranks(_seen, Ids.Integers.IndexOfAnyExceptInRange(long.MinValue, -1));
            _others = [.. columns.Select(column => Indexes(column.OtherIntegers.Count, i => IndexOf(column.OtherIntegers[i])))];
        }
        else
        {
            string[][] texts = [.. columns.Select(column => Enumerable.Range(0, column.Texts!.Count).Select(column.Texts.Text).ToArray())];
            Ids = IdMap.FromTexts(texts.SelectMany(text => text));
            _others = [.. texts.Select(text => Indexes(text.Length, i => IndexOf(text[i])))];
        }
    }

    public IdMap Ids { get; }

    /// <summary>What the numbers of one worker's hashed ids stand for; element i belongs to the code ~i.</summary>
    public int[] Others(int worker) => _others[worker];

    /// <summary>The index of a code; <paramref name="others"/> is that of the worker who gave it.</summary>
    /// <remarks>The bits of the ids and their running count for every 64 stay in the L1 or L2 cache, unlike a table of indexes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(int code, int[] others)
    {
        if (code < 0)
        {
            return others[~code];
        }

        int word = code >> 6;
        return _rank[word] + BitOperations.PopCount(_seen[word] & ((1UL << code) - 1));
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

    private static ulong[] Union(IReadOnlyList<IdEncoder> columns)
    {
        ulong[] union = new ulong[columns.Max(column => column.Seen.Length)];
        foreach (IdEncoder column in columns)
        {
            ReadOnlySpan<ulong> seen = column.Seen;
            for (int i = 0; i < seen.Length; i++)
            {
                union[i] |= seen[i];
            }
        }

        return union;
    }

    private static List<long> DirectIds(ulong[] seen)
    {
        List<long> ids = [];
        for (int word = 0; word < seen.Length; word++)
        {
            for (ulong bits = seen[word]; bits != 0; bits &= bits - 1)
            {
                ids.Add(64L * word + BitOperations.TrailingZeroCount(bits));
            }
        }

        return ids;
    }

    /// <summary>How many ids come before those of each word; negative ids, which are not kept as bits, come before all of them.</summary>
    private static int[] Ranks(ulong[] seen, int negativeIds)
    {
        int[] ranks = new int[seen.Length];
        int rank = Math.Max(negativeIds, 0);
        for (int word = 0; word < seen.Length; word++)
        {
            ranks[word] = rank;
            rank += BitOperations.PopCount(seen[word]);
        }

        return ranks;
    }
}
