using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.References;
using FastMf.Training;
using FastMf.Training.Grid;
using FastMf.Training.Runs;
using FastMf.Training.Sgd;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

public class BlockedPassTests
{
    [SeededProperty]
    public void Blocks_of_a_stratum_share_no_user_and_no_item_and_strata_cover_the_grid(GridCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        RatingGrid grid = Grids.Create(ratings, drawn.Shape, seed: 1);
        var strata = Grids.Strata(new BlockOrder(grid, random.NextInt32(1000), epoch: random.NextInt32(9))).ToList();
        foreach (var stratum in strata)
        {
            Assert.Equal(stratum.Count, stratum.Select(block => block.UserRange).Distinct().Count());
            Assert.Equal(stratum.Count, stratum.Select(block => block.ItemRange).Distinct().Count());
        }

        Assert.Equal(grid.BlockCount, strata.SelectMany(stratum => stratum).Distinct().Count());
        Assert.Equal(grid.BlockCount, strata.Sum(stratum => stratum.Count));
    }

    [SeededProperty]
    public void The_runs_of_a_block_cover_its_samples_once(RunsCase drawn)
    {
        RatingGrid grid = Grids.Create(drawn.ToMatrix(), new GridShape(10, 2), seed: 1);
        Range[] runs = new BlockOrder(grid, 5, epoch: 1).Runs(block: 0, drawn.Samples);
        Assert.Equal(Enumerable.Range(0, drawn.Samples), runs.SelectMany(run => Enumerable.Range(0, drawn.Samples).Take(run)).Order());
    }

    [SeededProperty(Runs = 60)]
    public void An_epoch_equals_the_scalar_reference_over_the_strata_bit_for_bit(GridCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        RatingGrid grid = Grids.Create(ratings, drawn.Shape, seed: random.NextInt32(1000));
        SgdOptions options = DrawOptions(random) with { Rank = drawn.Rank };
        long seed = random.NextInt32(1000);
        using Trained blocked = new(ratings, options, seed);
        using Trained reference = new(ratings, options, seed);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            var pass = new BlockedPass(FusedLevel.Kernels, blocked.State, grid, seed, workers: 3);
            SgdSums sums = pass.Run(epoch, blocked.Schedule.Step(epoch), CancellationToken.None).Sums;
            double squares = RunReference(grid, new BlockOrder(grid, seed, epoch), reference, epoch);
            Assert.Equal(squares, sums.Squares, 1e-6 * (1 + squares));
        }

        Assert.Equal(reference.Bits(), blocked.Bits());
    }

    [SeededProperty(Runs = 50)]
    public void The_wavefront_visits_a_block_only_after_those_before_it_in_its_row_and_column(WavefrontCase drawn)
    {
        (int rows, int columns) = (drawn.Rows, drawn.Columns);
        bool[,] done = new bool[rows, columns];
        int violations = 0;
        int visits = 0;
        bool completed = BlockWavefront.Run(
            workers: drawn.Workers,
            rows,
            columns,
            (row, column) =>
            {
                if ((row > 0 && !Volatile.Read(ref done[row - 1, column])) || (column > 0 && !Volatile.Read(ref done[row, column - 1])))
                {
                    Interlocked.Increment(ref violations);
                }

                // Uneven work lets the workers overtake each other.
                Thread.SpinWait((row * 7 + column * 13) % 5 * 200);
                Interlocked.Increment(ref visits);
                Volatile.Write(ref done[row, column], true);
                return true;
            },
            CancellationToken.None);
        Assert.True(completed);
        Assert.Equal(0, violations);
        Assert.Equal(rows * columns, visits);
    }

    [Fact]
    public void A_worker_that_is_held_up_holds_up_no_other()
    {
        using var passedBy = new ManualResetEventSlim();
        bool inTime = false;
        Assert.True(BlockWavefront.Run(
            workers: 2,
            rows: 4,
            columns: 4,
            (row, column) =>
            {
                if ((row, column) == (0, 1))
                {
                    inTime = passedBy.Wait(TimeSpan.FromSeconds(30));
                }
                else if ((row, column) == (3, 0))
                {
                    passedBy.Set();
                }

                return true;
            },
            CancellationToken.None));
        Assert.True(inTime, "The blocks of the first column were ready, but the other worker waited for the first row.");
    }

    [Fact]
    public void The_wavefront_stops_at_a_failed_visit_and_hands_on_an_exception()
    {
        int visits = 0;
        Assert.False(BlockWavefront.Run(3, 20, 20, (row, _) => Interlocked.Increment(ref visits) > 0 && row < 4, CancellationToken.None));
        Assert.InRange(visits, 1, 20 * 19);
        Assert.Throws<InvalidOperationException>(() => BlockWavefront.Run(
            3, 20, 20, (row, column) => row == 5 && column == 3 ? throw new InvalidOperationException() : true, CancellationToken.None));
        Assert.Throws<OperationCanceledException>(
            () => BlockWavefront.Run(3, 20, 20, (_, _) => true, new CancellationToken(canceled: true)));
    }

    private static SgdOptions DrawOptions(SeededRandom random) => (random.NextInt32(2) == 0 ? new SgdOptions() : SgdOptions.Textbook) with
    {
        Update = (SgdUpdateRule)random.NextInt32(2),
        Loss = (SgdLoss)random.NextInt32(3),
        NonNegative = random.NextInt32(4) == 0,
        UseBiases = random.NextInt32(4) > 0,
    };

    private static double RunReference(RatingGrid grid, BlockOrder order, Trained model, int epoch)
    {
        double squares = 0;
        foreach ((int userRange, int itemRange) in Grids.Strata(order).SelectMany(stratum => stratum))
        {
            BlockSample[] samples = grid.Block(userRange, itemRange).ToArray();
            foreach (BlockSample sample in order.Runs(grid.Number(userRange, itemRange), samples.Length).SelectMany(run => samples[run]))
            {
                var whole = new SgdSample(
                    grid.Users.Start(userRange) + sample.UserOffset, grid.Items.Start(itemRange) + sample.ItemOffset, sample.Value);
                float error = LaneExactSgd.Update(model.State.Whole, whole, model.Schedule.Step(epoch));
                squares += (double)error * error;
            }
        }

        return squares;
    }

    /// <summary>A model at its start, with the state of its training.</summary>
    private sealed class Trained : IDisposable
    {
        private readonly ModelParameters _parameters;

        public Trained(RatingMatrix ratings, SgdOptions options, long seed)
        {
            int[] userCounts = [.. Enumerable.Range(0, ratings.Users.Count).Select(ratings.ByUser.RowLength)];
            int[] itemCounts = ratings.ByUser.ColumnCounts(ratings.Items.Count);
            _parameters = new ModelParameters(ratings.Users.Count, ratings.Items.Count, options.Rank);
            FactorInitializer.Fill(_parameters.UserFactors, 0.3f, seed, userCounts, workers: 1);
            FactorInitializer.Fill(_parameters.ItemFactors, 0.3f, seed + 1, itemCounts, workers: 1);
            Schedule = new SgdSchedule(options, ratings.Statistics, (float)ratings.Statistics.Mean);
            State = new SgdState(_parameters, Schedule, userCounts, itemCounts);
        }

        public SgdSchedule Schedule { get; }

        public SgdState State { get; }

        public int[] Bits()
        {
            float[] all =
            [
                .. _parameters.UserFactors.Buffer.Span, .. _parameters.ItemFactors.Buffer.Span,
                .. State.UserStates.Concat(State.ItemStates).SelectMany(state => new[] { state.Bias, state.SquaredGradients }),
            ];
            return Array.ConvertAll(all, BitConverter.SingleToInt32Bits);
        }

        public void Dispose() => _parameters.Dispose();
    }

    public sealed record RunsCase(
        [Between(1, 40)] int Users, [Between(1, 30)] int Items, [Between(1, 1200)] int Ratings, [Between(0, 2000)] int Samples, int Seed)
        : RatingCase(Users, Items, Ratings, HeavyTailed: false, Seed);

    public sealed record WavefrontCase([Between(1, 12)] int Rows, [Between(1, 12)] int Columns, [Between(1, 4)] int Workers, int Seed)
        : SeededCase(Seed);
}
