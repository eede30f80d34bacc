namespace FastMf.Data;

/// <summary>
/// Finds the position of an integer in a sorted list: by a table when the ids lie densely enough (one memory access, and ids of
/// ratings files usually do), by hashing otherwise.
/// </summary>
internal sealed class IntegerIndex
{
    private readonly long _first;
    private readonly int[]? _table;
    private readonly Dictionary<long, int>? _hash;

    public IntegerIndex(long[] sorted)
    {
        _first = sorted.Length == 0 ? 0 : sorted[0];
        UInt128 range = sorted.Length == 0 ? 0 : (UInt128)((Int128)sorted[^1] - _first) + 1;
        if (range <= (UInt128)Math.Min(sorted.Length * 8L + 1024, Array.MaxLength))
        {
            _table = new int[(int)range];
            Array.Fill(_table, -1);
            for (int i = 0; i < sorted.Length; i++)
            {
                _table[sorted[i] - _first] = i;
            }
        }
        else
        {
            _hash = new Dictionary<long, int>(sorted.Length);
            for (int i = 0; i < sorted.Length; i++)
            {
                _hash.Add(sorted[i], i);
            }
        }
    }

    public bool TryGet(long id, out int index)
    {
        if (_table is null)
        {
            if (_hash!.TryGetValue(id, out index))
            {
                return true;
            }

            index = -1;
            return false;
        }

        // An id below the first one wraps around to a huge unsigned number and fails the same test.
        ulong slot = (ulong)id - (ulong)_first;
        index = slot < (ulong)_table.Length ? _table[slot] : -1;
        return index >= 0;
    }
}
