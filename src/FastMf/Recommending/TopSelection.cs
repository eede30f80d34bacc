using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>
/// Keeps the best of the items offered to it, in the caller's memory: a heap with the worst kept item at its root, so that an item
/// that does not make the list costs one comparison. Higher scores come first; of equal scores the smaller index.
/// </summary>
/// <param name="destination">Where the list is kept; its length is the length of the list asked for.</param>
/// <param name="threshold">Items must score above it.</param>
internal ref struct TopSelection(Span<ScoredItem> destination, float threshold)
{
    private readonly Span<ScoredItem> _heap = destination;
    private int _count;

    /// <summary>What an item must exceed to be taken: the threshold, or the worst kept score once the list is full.</summary>
    public float Bar { get; private set; } = destination.IsEmpty ? float.PositiveInfinity : threshold;

    /// <summary>Offers an item. Items must be offered in ascending order of their indexes: of equal scores the first one stays.</summary>
    public void Offer(int item, float score)
    {
        // NaN compares false; a score that is not finite never enters a list.
        if (!(score > Bar && score <= float.MaxValue))
        {
            return;
        }

        var entry = new ScoredItem(new ItemIndex(item), score);
        if (_count < _heap.Length)
        {
            SiftUp(_count++, entry);
        }
        else
        {
            SiftDown(0, entry, _count);
        }

        if (_count == _heap.Length)
        {
            Bar = _heap[0].Score;
        }
    }

    /// <summary>Sorts the list, best first, and returns its length.</summary>
    public readonly int Finish()
    {
        for (int last = _count - 1; last > 0; last--)
        {
            ScoredItem worst = _heap[0];
            SiftDown(0, _heap[last], last);
            _heap[last] = worst;
        }

        return _count;
    }

    private static bool IsWorse(ScoredItem left, ScoredItem right) =>
        left.Score < right.Score || (left.Score == right.Score && left.Item.Value > right.Item.Value);

    private readonly void SiftUp(int position, ScoredItem entry)
    {
        while (position > 0)
        {
            int parent = (position - 1) / 2;
            if (!IsWorse(entry, _heap[parent]))
            {
                break;
            }

            _heap[position] = _heap[parent];
            position = parent;
        }

        _heap[position] = entry;
    }

    private readonly void SiftDown(int position, ScoredItem entry, int count)
    {
        for (int child = 2 * position + 1; child < count; child = 2 * position + 1)
        {
            if (child + 1 < count && IsWorse(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsWorse(_heap[child], entry))
            {
                break;
            }

            _heap[position] = _heap[child];
            position = child;
        }

        _heap[position] = entry;
    }
}
