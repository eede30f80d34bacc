using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Evaluation.Tuning;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The options that choose a trainer; what is not given keeps the library's default.</summary>
internal sealed class TrainerOptions
{
    private static readonly AlsOptions AlsDefaults = new();
    private static readonly SgdOptions SgdDefaults = new();
    private static readonly SgdOptions PlainDefaults = SgdOptions.Textbook;
    private static readonly BprOptions BprDefaults = new();

    private readonly Option<AlgorithmChoice> _algorithm = new Option<AlgorithmChoice>("--algorithm", "-a")
    {
        Description = "als (alternating least squares), sgd (stochastic gradient descent), or bpr (Bayesian personalized ranking: orders items, predicts no ratings).",
        DefaultValueFactory = _ => AlgorithmChoice.Als,
        HelpName = "ALGORITHM",
    }.OneOf();

    private readonly Option<int?> _rank = Number<int?>("--rank", "K", $"Factors of each user and item. Default: als {AlsDefaults.Rank}, sgd {SgdDefaults.Rank}, bpr {BprDefaults.Rank}.", "-k").From(1, KernelSet.MaximumRank);

    private readonly Option<int?> _epochs = Number<int?>("--epochs", "N", $"Passes over the ratings. Default: als {AlsDefaults.Epochs}, sgd {SgdDefaults.Epochs}, plain sgd {PlainDefaults.Epochs}, bpr {BprDefaults.Epochs}.", "-e").From(1, 100_000);

    private readonly Option<float?> _regularization = Number<float?>(
        "--regularization", "L", $"Regularization of the factors; for plain sgd of the biases too. Default: als {AlsDefaults.Regularization}, sgd {SgdDefaults.UserFactorRegularization}, plain sgd {PlainDefaults.UserFactorRegularization}, bpr {BprDefaults.Regularization}.", "-l").NotNegative();

    private readonly Option<float?> _biasRegularization = Number<float?>(
        "--bias-regularization", "L", $"Regularization of the biases. Default: als {AlsDefaults.BiasRegularization}, sgd {SgdDefaults.UserBiasRegularization}, plain sgd as for the factors, bpr {BprDefaults.BiasRegularization}.").NotNegative();

    private readonly Option<float?> _exponent = Number<float?>(
        "--regularization-exponent", "NU", $"als, sgd: multiply the regularization of the factors of a row with n ratings by n to this power, 0 to 2. Default: als {AlsDefaults.RegularizationExponent}, sgd {SgdDefaults.RegularizationExponent}, plain sgd {PlainDefaults.RegularizationExponent}.");

    private readonly Option<ObjectiveKind?> _objective = Number<ObjectiveKind?>(
        "--objective", "WHAT", "als: the pairs that count: observedonly, missingaszero, or implicit (ratings are counts, their presence a preference). Default: observedonly.").OneOf();

    private readonly Option<float?> _alpha = Number<float?>(
        "--alpha", "A", $"als, implicit: the confidence in a preference is 1 + A times the rating. Default: {AlsDefaults.Alpha}.");

    private readonly Option<bool> _givenConfidences = new("--ratings-are-confidences") { Description = "als, implicit: the confidence in a preference is the rating itself." };

    private readonly Option<bool> _biases = new("--biases") { Description = "als: learn mean and biases where missing ratings count too." };

    private readonly Option<AlsSolver?> _solver = Number<AlsSolver?>(
        "--solver", "SOLVER", "als: how rows are solved: cholesky, conjugategradient, blockcoordinate, or auto, by the rank. Default: auto.").OneOf();

    private readonly Option<int?> _steps = Number<int?>(
        "--cg-steps", "N", $"als: steps of --solver conjugategradient for each row. Default: {AlsDefaults.ConjugateGradientSteps}.").From(1, 1000);

    private readonly Option<int?> _blockSize = Number<int?>(
        "--block-size", "N", $"als: factors of a block of --solver blockcoordinate, a multiple of 16. Default: {AlsDefaults.BlockSize}.").From(16, KernelSet.MaximumRank);

    private readonly Option<double?> _tolerance = Number<double?>(
        "--tolerance", "F", "als: stop when an epoch lowers the objective by this share of it or less.").Fraction();

    private readonly Option<SgdOrder?> _order = Number<SgdOrder?>(
        "--order", "ORDER", $"sgd: blocked (fast, on all threads) or shuffled (plain sgd, on one). Default: {SgdDefaults.Order}.").OneOf();

    private readonly Option<LearningRateRule?> _rule = Number<LearningRateRule?>(
        "--rule", "RULE", $"sgd: adaptive, constant or inversedecay step widths; the latter two are plain sgd. Default: {SgdDefaults.Rule}, and {PlainDefaults.Rule} in shuffled order.").OneOf();

    private readonly Option<float?> _learningRate = Number<float?>(
        "--learning-rate", "E", $"sgd, bpr: the step width. Default: sgd {SgdDefaults.LearningRate}, plain sgd {PlainDefaults.LearningRate}, bpr {BprDefaults.LearningRate}.").Positive();

    private readonly Option<float?> _decay = Number<float?>(
        "--decay", "D", $"sgd: with --rule inversedecay, divide the step width by 1 + D (epoch - 1). Default: {SgdDefaults.Decay}.").NotNegative();

    private readonly Option<SgdUpdateRule?> _update = Number<SgdUpdateRule?>(
        "--update", "RULE", $"sgd: sequential or simultaneous steps of user and item. Default: {SgdDefaults.Update}, plain {PlainDefaults.Update}.").OneOf();

    private readonly Option<SgdLoss?> _loss = Number<SgdLoss?>(
        "--loss", "LOSS", $"sgd: squared, huber, absolute, or logistic for values 0 and 1. Default: {SgdDefaults.Loss}.").OneOf();

    private readonly Option<float?> _lossLimit = Number<float?>(
        "--loss-limit", "C", $"sgd: where the huber loss turns straight, in standard deviations of the ratings. Default: {SgdDefaults.LossLimit}.").Positive();

    private readonly Option<bool> _nonNegative = new("--non-negative") { Description = "als, sgd: hold factors at 0 or above." };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "als, sgd: train on from this model, of the same rank; new users and items are added to it.",
        HelpName = "MODEL",
    };

    private readonly Option<bool> _noBiases = new("--no-biases") { Description = "als, sgd: learn factors only, neither mean nor biases." };

    private readonly Option<double?> _validationFraction = Number<double?>(
        "--validation-fraction", "F", "Hold back this share of the training ratings and measure every epoch on it.").Fraction();

    private readonly Option<int?> _patience = Number<int?>(
        "--patience", "N", "Stop when the validation error has not fallen for N epochs, and keep the best epoch's model.").From(1);

    private readonly Option<long> _seed = CommonOptions.Seed();

    private readonly Option<int> _threads = CommonOptions.Threads();

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _algorithm, _rank, _epochs, _regularization, _biasRegularization, _exponent, _objective, _alpha, _givenConfidences, _biases, _solver, _steps, _blockSize, _tolerance, _order, _rule,
            _learningRate, _decay, _update, _loss, _lossLimit, _nonNegative, _from, _noBiases, _validationFraction, _patience, _seed, _threads,
        ];
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    public TrainerRequest Read(ParseResult parse)
    {
        double? validation = parse.GetValue(_validationFraction);
        RefuseMeaningless(parse, validation);
        TrainerSettings settings = parse.GetValue(_algorithm) switch
        {
            AlgorithmChoice.Als => new TrainerSettings(ReadAls(parse)),
            AlgorithmChoice.Sgd => new TrainerSettings(ReadSgd(parse)),
            _ => new TrainerSettings(ReadBpr(parse)),
        };
        return new TrainerRequest(settings, parse.GetValue(_threads), Patience(parse), validation, parse.GetValue(_from));
    }

    private void RefuseMeaningless(ParseResult parse, double? validation)
    {
        AlgorithmChoice algorithm = parse.GetValue(_algorithm);
        Option[] ofAls = [_objective, _alpha, _givenConfidences, _biases, _solver, _steps, _blockSize, _tolerance];
        Option[] ofSgd = [_order, _rule, _decay, _update, _loss, _lossLimit];
        Option[] foreign = algorithm switch
        {
            AlgorithmChoice.Als => [.. ofSgd, _learningRate],
            AlgorithmChoice.Sgd => ofAls,
            _ => [.. ofAls, .. ofSgd, _exponent, _nonNegative, _from, _noBiases],
        };
        if (foreign.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } meaningless)
        {
            throw new ArgumentException($"{meaningless.Name} has no meaning for --algorithm {algorithm.ToString().ToLowerInvariant()}; leave it out.");
        }

        if (parse.GetValue(_patience) is not null && validation is null)
        {
            throw new ArgumentException("--patience needs --validation-fraction, such as 0.1.");
        }
    }

    private AlsOptions ReadAls(ParseResult parse) => AlsDefaults with
    {
        Rank = parse.GetValue(_rank) ?? AlsDefaults.Rank,
        Epochs = parse.GetValue(_epochs) ?? AlsDefaults.Epochs,
        Regularization = parse.GetValue(_regularization) ?? AlsDefaults.Regularization,
        BiasRegularization = parse.GetValue(_biasRegularization) ?? AlsDefaults.BiasRegularization,
        RegularizationExponent = parse.GetValue(_exponent) ?? AlsDefaults.RegularizationExponent,
        Objective = parse.GetValue(_objective) ?? AlsDefaults.Objective,
        Alpha = parse.GetValue(_alpha) ?? AlsDefaults.Alpha,
        Confidence = parse.GetValue(_givenConfidences) ? ConfidenceKind.Rating : ConfidenceKind.OnePlusAlphaRating,
        NonNegative = parse.GetValue(_nonNegative),
        Solver = parse.GetValue(_solver) ?? AlsDefaults.Solver,
        ConjugateGradientSteps = parse.GetValue(_steps) ?? AlsDefaults.ConjugateGradientSteps,
        BlockSize = parse.GetValue(_blockSize) ?? AlsDefaults.BlockSize,
        Tolerance = parse.GetValue(_tolerance) ?? AlsDefaults.Tolerance,
        UseBiases = parse.GetValue(_noBiases) ? false : parse.GetValue(_biases) ? true : null,
        Seed = parse.GetValue(_seed),
    };

    private SgdOptions ReadSgd(ParseResult parse)
    {
        SgdOptions defaults = SgdBase(parse);
        float? biasRegularization = parse.GetValue(_biasRegularization);
        return defaults with
        {
            Rank = parse.GetValue(_rank) ?? defaults.Rank,
            Epochs = parse.GetValue(_epochs) ?? defaults.Epochs,
            LearningRate = parse.GetValue(_learningRate) ?? defaults.LearningRate,
            Decay = parse.GetValue(_decay) ?? defaults.Decay,
            UserFactorRegularization = parse.GetValue(_regularization) ?? defaults.UserFactorRegularization,
            ItemFactorRegularization = parse.GetValue(_regularization) ?? defaults.ItemFactorRegularization,
            RegularizationExponent = parse.GetValue(_exponent) ?? defaults.RegularizationExponent,
            UserBiasRegularization = biasRegularization ?? defaults.UserBiasRegularization,
            ItemBiasRegularization = biasRegularization ?? defaults.ItemBiasRegularization,
            Update = parse.GetValue(_update) ?? defaults.Update,
            Loss = parse.GetValue(_loss) ?? defaults.Loss,
            LossLimit = parse.GetValue(_lossLimit) ?? defaults.LossLimit,
            NonNegative = parse.GetValue(_nonNegative),
            UseBiases = !parse.GetValue(_noBiases),
            Seed = parse.GetValue(_seed),
        };
    }

    private BprOptions ReadBpr(ParseResult parse) => BprDefaults with
    {
        Rank = parse.GetValue(_rank) ?? BprDefaults.Rank,
        Epochs = parse.GetValue(_epochs) ?? BprDefaults.Epochs,
        LearningRate = parse.GetValue(_learningRate) ?? BprDefaults.LearningRate,
        Regularization = parse.GetValue(_regularization) ?? BprDefaults.Regularization,
        BiasRegularization = parse.GetValue(_biasRegularization) ?? BprDefaults.BiasRegularization,
        Seed = parse.GetValue(_seed),
    };

    /// <summary>Shuffled order and the rules without adaptation mean plain SGD, with the defaults of that.</summary>
    private SgdOptions SgdBase(ParseResult parse)
    {
        SgdOrder order = parse.GetValue(_order) ?? SgdDefaults.Order;
        LearningRateRule rule = parse.GetValue(_rule) ?? (order == SgdOrder.Shuffled ? PlainDefaults.Rule : SgdDefaults.Rule);
        SgdOptions options = (rule == LearningRateRule.Adaptive ? SgdDefaults : PlainDefaults) with { Order = order, Rule = rule };
        return rule != LearningRateRule.Adaptive && parse.GetValue(_regularization) is { } regularization
            ? options.WithRegularization(regularization)
            : options;
    }

    private EarlyStopping? Patience(ParseResult parse) => parse.GetValue(_patience) is { } patience ? new EarlyStopping(patience) : null;

    private static Option<T> Number<T>(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };
}
