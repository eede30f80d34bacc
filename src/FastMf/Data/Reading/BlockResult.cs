namespace FastMf.Data.Reading;

/// <summary>What one block held; the bad lines are numbered within the block, from 0.</summary>
internal sealed record BlockResult(int Sequence, long LineCount, List<CodedSegment> Segments, List<BadLine> BadLines);
