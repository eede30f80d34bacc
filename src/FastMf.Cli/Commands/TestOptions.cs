using System.CommandLine;
using FastMf.Cli.Input;

namespace FastMf.Cli.Commands;

/// <summary>The options that say what a model is tested on.</summary>
internal sealed class TestOptions
{
    private readonly Option<string?> _file = new("--test") { Description = "Test on the ratings of this file.", HelpName = "FILE" };

    private readonly Option<double?> _fraction = new Option<double?>("--test-fraction")
    {
        Description = "Test on this share of the ratings, drawn at random and not trained on.",
        HelpName = "F",
    }.Fraction();

    private readonly Option<double?> _newest = new Option<double?>("--test-newest")
    {
        Description = "Test on this share of the ratings, the newest by their timestamps, and do not train on them.",
        HelpName = "F",
    }.Fraction();

    private readonly Option<int?> _perUser = new Option<int?>("--test-per-user")
    {
        Description = "Test on this many ratings of every user who has more, drawn at random and not trained on.",
        HelpName = "N",
    }.From(1);

    private readonly Option<int?> _latest = new Option<int?>("--test-latest")
    {
        Description = "Test on the newest N ratings of every user who has more, and do not train on them.",
        HelpName = "N",
    }.From(1);

    private readonly Option<bool> _allowSeen = SeenOption.Create();

    public void AddTo(Command command)
    {
        command.Add(_allowSeen);
        Option[] choices = [_file, _fraction, _newest, _perUser, _latest];
        foreach (Option choice in choices)
        {
            command.Add(choice);
        }

        command.Validators.Add(result =>
        {
            if (choices.Count(choice => result.GetResult(choice) is { Implicit: false }) > 1)
            {
                result.AddError("Give only one of --test, --test-fraction, --test-newest, --test-per-user and --test-latest.");
            }
        });
    }

    public TestRequest Read(ParseResult parse) => new(
        parse.GetValue(_file),
        parse.GetValue(_fraction),
        parse.GetValue(_newest),
        parse.GetValue(_perUser),
        parse.GetValue(_latest),
        parse.GetValue(_allowSeen));
}
