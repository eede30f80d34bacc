using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>
/// A top-k heap: keeps the best of the rows offered to it, in the caller's memory, with the worst kept row at its root, so that a row
/// that does not make the list costs one comparison. Higher scores come first; of equal scores the smaller index, whatever the order in
/// which they are offered.
/// </summary>
/// <param name="destination">Where the list is kept; its length is k.</param>
/// <param name="threshold">Rows must score above it.</param>
/// <param name="count">How many rows an earlier heap with the same destination has left there.</param>
public ref struct TopKHeap(Span<ScoredItem> destination, float threshold, int count = 0)
{
    private readonly Span<ScoredItem> _heap = destination;
    private readonly float _threshold = threshold;

    /// <summary>How many rows are kept.</summary>
    public int Count { get; private set; } = count;

    /// <summary>A row that scores less is not taken: the threshold, or the worst kept score once the heap is full.</summary>
    public float Cutoff { get; private set; } =
        destination.IsEmpty ? float.PositiveInfinity : count == destination.Length ? destination[0].Score : threshold;

    /// <summary>Offers a row.</summary>
    public void Offer(int row, float score)
    {
        // NaN compares false; a score that is not finite never enters a list.
        if (!(score >= Cutoff && score > _threshold && score <= float.MaxValue))
        {
            return;
        }

        var entry = new ScoredItem(new ItemIndex(row), score);
        if (Count < _heap.Length)
        {
            SiftUp(Count++, entry);
        }
        else if (IsWorse(_heap[0], entry))
        {
            SiftDown(0, entry, Count);
        }

        if (Count == _heap.Length)
        {
            Cutoff = _heap[0].Score;
        }
    }

    /// <summary>Sorts the list, best first, and returns its length. The heap ends with it.</summary>
    public readonly int Sort()
    {
        for (int last = Count - 1; last > 0; last--)
        {
            ScoredItem worst = _heap[0];
            SiftDown(0, _heap[last], last);
            _heap[last] = worst;
        }

        return Count;
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
