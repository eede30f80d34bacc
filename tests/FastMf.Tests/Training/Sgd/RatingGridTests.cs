using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Training.Grid;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

public class RatingGridTests
{
    [SeededProperty]
    public void Every_rating_lies_in_exactly_one_block_and_in_the_right_one(GridCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        RatingGrid grid = Grids.Create(ratings, drawn.Shape, seed: drawn.Seed);
        var visited = new List<SgdSample>();
        for (int stripe = 0; stripe < grid.Users.Count; stripe++)
        {
            for (int column = 0; column < grid.Items.Count; column++)
            {
                foreach (BlockSample sample in grid.Block(stripe, column))
                {
                    Assert.InRange(sample.UserOffset, 0, grid.Users.Length(stripe) - 1);
                    Assert.InRange(sample.ItemOffset, 0, grid.Items.Length(column) - 1);
                    visited.Add(new SgdSample(
                        grid.Users.Start(stripe) + sample.UserOffset, grid.Items.Start(column) + sample.ItemOffset, sample.Value));
                }
            }
        }

        Assert.Equal(Grids.Samples(ratings), visited.OrderBy(sample => sample.User).ThenBy(sample => sample.Item));
    }

    [SeededProperty]
    public void Ranges_cover_the_rows_in_order_and_keep_to_the_shape(RangesCase drawn)
    {
        SeededRandom random = drawn.Random();
        int[] counts = [.. Enumerable.Range(0, drawn.Rows).Select(_ => random.NextInt32(20) == 0 ? 1000 : random.NextInt32(10))];
        var shape = new GridShape(drawn.MaximumRows, drawn.UsefulRanges);
        AxisRanges ranges = AxisRanges.Cut(counts, shape);
        Assert.Equal(0, ranges.Start(0));
        int heaviestRow = counts.Max();
        double share = (double)counts.Sum() / Math.Max(shape.UsefulRanges, (counts.Length + shape.MaximumRows - 1) / shape.MaximumRows);
        for (int range = 0; range < ranges.Count; range++)
        {
            Assert.InRange(ranges.Length(range), 1, shape.MaximumRows);
            Assert.InRange(counts.AsSpan(ranges.Start(range), ranges.Length(range)).ToArray().Sum(), 0, share + 1 + heaviestRow);
            Assert.Equal(range + 1 < ranges.Count ? ranges.Start(range + 1) : counts.Length, ranges.Start(range) + ranges.Length(range));
        }
    }

    [Fact]
    public void The_grid_does_not_depend_on_the_number_of_workers()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(4), 200, 100);
        RatingGrid one = Grids.Create(ratings, new GridShape(17, 4), seed: 3, workers: 1);
        RatingGrid five = Grids.Create(ratings, new GridShape(17, 4), seed: 3, workers: 5);
        Assert.Equal(one.BlockCount, five.BlockCount);
        for (int stripe = 0; stripe < one.Users.Count; stripe++)
        {
            for (int column = 0; column < one.Items.Count; column++)
            {
                Assert.Equal(one.Block(stripe, column), five.Block(stripe, column));
            }
        }
    }

    [SeededProperty]
    public void Both_sides_of_a_block_fit_a_megabyte_at_every_rank(BlockCase drawn)
    {
        SeededRandom random = drawn.Random();
        GridShape shape = GridShape.For(random.NextInt32(int.MaxValue), drawn.Rank);
        Assert.InRange(2L * shape.MaximumRows * Kernels.FactorView.StrideFor(drawn.Rank) * sizeof(float), 1, 1 << 20);
        Assert.InRange(shape.MaximumRows, 1, 65_536);
    }

    public sealed record RangesCase(
        [Between(1, 200)] int Rows, [Between(1, 40)] int MaximumRows, [Between(1, 6)] int UsefulRanges, int Seed)
        : SeededCase(Seed);

    public sealed record BlockCase([Between(1, 4096)] int Rank, int Seed) : SeededCase(Seed);
}
