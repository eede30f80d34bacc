using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The options that choose a trainer; what is not given keeps the library's default.</summary>
internal sealed class TrainerOptions
{
    private static readonly AlsOptions AlsDefaults = new();
    private static readonly SgdOptions SgdDefaults = new();

    private readonly Option<AlgorithmChoice> _algorithm = new Option<AlgorithmChoice>("--algorithm", "-a")
    {
        Description = "als (alternating least squares) or sgd (stochastic gradient descent).",
        DefaultValueFactory = _ => AlgorithmChoice.Als,
        HelpName = "ALGORITHM",
    }.OneOf();

    private readonly Option<int?> _rank = Number<int?>("--rank", "K", $"Factors of each user and item. Default: als {AlsDefaults.Rank}, sgd {SgdDefaults.Rank}.", "-k").From(1, KernelSet.MaximumRank);

    private readonly Option<int?> _epochs = Number<int?>("--epochs", "N", $"Passes over the ratings. Default: als {AlsDefaults.Epochs}, sgd {SgdDefaults.Epochs}.", "-e").From(1, 100_000);

    private readonly Option<float?> _regularization = Number<float?>(
        "--regularization", "L", $"Regularization of the factors; for sgd of the biases too. Default: als {AlsDefaults.Regularization}, sgd {SgdDefaults.UserFactorRegularization}.", "-l").NotNegative();

    private readonly Option<float?> _biasRegularization = Number<float?>(
        "--bias-regularization", "L", $"Regularization of the biases. Default: als {AlsDefaults.BiasRegularization}, sgd as for the factors.").NotNegative();

    private readonly Option<float?> _exponent = Number<float?>(
        "--regularization-exponent", "NU", $"als: multiply the regularization of a row with n ratings by n to this power, 0 to 2. Default: {AlsDefaults.RegularizationExponent}.");

    private readonly Option<ObjectiveKind?> _objective = Number<ObjectiveKind?>(
        "--objective", "WHAT", "als: the pairs that count: observedonly, missingaszero, or implicit (ratings are counts, their presence a preference). Default: observedonly.").OneOf();

    private readonly Option<float?> _alpha = Number<float?>(
        "--alpha", "A", $"als, implicit: the confidence in a preference is 1 + A times the rating. Default: {AlsDefaults.Alpha}.");

    private readonly Option<bool> _givenConfidences = new("--ratings-are-confidences") { Description = "als, implicit: the confidence in a preference is the rating itself." };

    private readonly Option<bool> _nonNegative = new("--non-negative") { Description = "als: hold factors at 0 or above." };

    private readonly Option<bool> _biases = new("--biases") { Description = "als: learn mean and biases where missing ratings count too." };

    private readonly Option<float?> _learningRate = Number<float?>("--learning-rate", "E", $"sgd: the step width. Default: {SgdDefaults.LearningRate}.").Positive();

    private readonly Option<SgdUpdateRule?> _update = Number<SgdUpdateRule?>(
        "--update", "RULE", $"sgd: sequential or simultaneous steps of user and item. Default: {SgdDefaults.Update}.").OneOf();

    private readonly Option<bool> _noBiases = new("--no-biases") { Description = "Learn factors only, neither mean nor biases." };

    private readonly Option<double?> _validationFraction = Number<double?>(
        "--validation-fraction", "F", "Hold back this share of the training ratings and measure every epoch on it.").Fraction();

    private readonly Option<int?> _patience = Number<int?>(
        "--patience", "N", "Stop when the validation RMSE has not fallen for N epochs, and keep the best epoch's model.").From(1);

    private readonly Option<long> _seed = CommonOptions.Seed();

    private readonly Option<int> _threads = CommonOptions.Threads();

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _algorithm, _rank, _epochs, _regularization, _biasRegularization, _exponent, _objective, _alpha, _givenConfidences, _nonNegative, _biases, _learningRate, _update,
            _noBiases, _validationFraction, _patience, _seed, _threads,
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
        return parse.GetValue(_algorithm) == AlgorithmChoice.Als
            ? new TrainerRequest(ReadAls(parse), null, validation)
            : new TrainerRequest(null, ReadSgd(parse), validation);
    }

    private void RefuseMeaningless(ParseResult parse, double? validation)
    {
        bool isAls = parse.GetValue(_algorithm) == AlgorithmChoice.Als;
        Option[] foreign = isAls ? [_learningRate, _update] : [_exponent, _objective, _alpha, _givenConfidences, _nonNegative, _biases];
        if (foreign.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } meaningless)
        {
            throw new ArgumentException($"{meaningless.Name} has no meaning for --algorithm {(isAls ? "als" : "sgd")}; leave it out.");
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
        UseBiases = parse.GetValue(_noBiases) ? false : parse.GetValue(_biases) ? true : null,
        EarlyStopping = Patience(parse),
        Seed = parse.GetValue(_seed),
        Threads = parse.GetValue(_threads),
    };

    private SgdOptions ReadSgd(ParseResult parse)
    {
        SgdOptions options = parse.GetValue(_regularization) is { } regularization ? SgdDefaults.WithRegularization(regularization) : SgdDefaults;
        return options with
        {
            Rank = parse.GetValue(_rank) ?? SgdDefaults.Rank,
            Epochs = parse.GetValue(_epochs) ?? SgdDefaults.Epochs,
            LearningRate = parse.GetValue(_learningRate) ?? SgdDefaults.LearningRate,
            UserBiasRegularization = parse.GetValue(_biasRegularization) ?? options.UserBiasRegularization,
            ItemBiasRegularization = parse.GetValue(_biasRegularization) ?? options.ItemBiasRegularization,
            Update = parse.GetValue(_update) ?? SgdDefaults.Update,
            UseBiases = !parse.GetValue(_noBiases),
            EarlyStopping = Patience(parse),
            Seed = parse.GetValue(_seed),
            Threads = parse.GetValue(_threads),
        };
    }

    private EarlyStopping? Patience(ParseResult parse) => parse.GetValue(_patience) is { } patience ? new EarlyStopping(patience) : null;

    private static Option<T> Number<T>(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };
}
