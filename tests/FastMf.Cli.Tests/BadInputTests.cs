using System.Text;
using FastMf.Cli.Tests.Support;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Every mistake a user can make has its exit code and a message that names what is wrong and says what to do.</summary>
public sealed class BadInputTests : IClassFixture<Sandbox>
{
    private readonly Sandbox _sandbox;

    public BadInputTests(Sandbox sandbox)
    {
        _sandbox = sandbox;
        if (!File.Exists(sandbox["model.fmf"]))
        {
            byte[] model = File.ReadAllBytes(sandbox.TrainModel());
            ToolRun.Success("train", sandbox.Train, "--algorithm", "bpr", "--rank", "2", "--epochs", "1", "--output", sandbox["bpr.fmf"]);
            sandbox.Write("cut.fmf", model[..^100]);
            sandbox.Write(
                "flipped.fmf", [.. model[..(model.Length / 2)], (byte)(model[model.Length / 2] ^ 1), .. model[(model.Length / 2 + 1)..]]);
            sandbox.Write("junk.fmf", "not a model");
            sandbox.Write("empty.txt", "");
            sandbox.Write("blank.txt", " \n\n");
            sandbox.Write("two-fields.csv", "1,2,3\n1,x\n");
            sandbox.Write("nan.txt", "1 2 3\n1 3 nan\n");
            sandbox.Write("text.csv", "ann,matrix,3\n");
            sandbox.Write("bad.csv", "1,2,3\n1,3,abc\n4,4,x\n");
            sandbox.Write("prose.txt", "Recommendations\nare fun\n");
            sandbox.Write("archive.zip", [.. "PK\u0003\u0004"u8, 1, 2, 3, 4]);
            sandbox.Write("utf16.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("1 2 3\n")]);
            sandbox.Write("cut.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 51]);
            sandbox.Write("twice.csv", "1,2,3\n1,2,4\n");
            sandbox.Write("folder/file", "");
        }
    }

    /// <summary>Command line, exit code, and what the message must contain; '@' in front of a name stands for the sandbox.</summary>
    public static TheoryData<string, int, string[]> Mistakes => new()
    {
        // Ratings files.
        { "train @missing.csv", 1, ["@missing.csv: the file does not exist. Check the path."] },
        { "train @empty.txt", 1, ["@empty.txt: the file holds no ratings."] },
        { "train @blank.txt", 1, ["@blank.txt: the file holds no ratings."] },
        { "train @folder", 1, ["@folder: this is a directory. Name a file in it."] },
        { "train @two-fields.csv", 1, ["@two-fields.csv, line 2:", "2 fields, not 3 or 4", "Line: \"1,x\"", "--skip-bad-lines N"] },
        { "train @nan.txt", 1, ["@nan.txt, line 2:", "'nan' is not finite", "Line: \"1 3 nan\""] },
        { "train @train.txt --format csv", 1, ["@train.txt, line 1:", "separated by commas"] },
        { "train @text.csv --ids number", 1, ["@text.csv, line 1:", "'ann' is not an integer", "--ids text", "Line: \"ann,matrix,3\""] },
        {
            "train @bad.csv --skip-bad-lines 1", 1,
            ["@bad.csv, line 3:", "'x' is not a number", "more than the 1 allowed", "--skip-bad-lines"]
        },
        { "describe @prose.txt", 1, ["@prose.txt: the format is not recognized", "Line: \"Recommendations\"", "--format"] },
        { "describe @archive.zip", 1, ["@archive.zip: the file is a zip archive", "Unpack it"] },
        { "describe @utf16.txt", 1, ["@utf16.txt: the file is encoded in UTF-16", "Convert it to UTF-8"] },
        { "describe @cut.gz", 1, ["@cut.gz: the gzip data is damaged, cut off"] },
        { "describe @twice.csv --duplicates error", 1, ["@twice.csv: User '1' has rated item '2' more than once.", "--duplicates"] },
        { "train @train.txt --test-newest 0.1", 1, ["@train.txt, line 1: the timestamp is missing", "--test-newest"] },
        { "train @train.txt --test @missing.csv", 1, ["@missing.csv: the file does not exist."] },

        // The command line.
        { "trian @train.txt", 2, ["'trian'", "See fastmf --help."] },
        { "train", 2, ["RATINGS is missing.", "See fastmf train --help."] },
        { "train ''", 2, ["RATINGS: the name is empty"] },
        { "train @train.txt --frobnicate", 2, ["'--frobnicate'", "See fastmf train --help."] },
        { "train @train.txt --algorithm magic", 2, [$"--algorithm magic: choose one of {string.Join(", ", TrainerKind.All)}."] },
        { "train @train.txt --rank 0", 2, ["--rank 0: a whole number from 1 to 4096 is needed."] },
        { "train @train.txt --rank 1.5", 2, ["--rank 1.5: a whole number from 1 to 4096 is needed."] },
        { "train @train.txt --rank", 2, ["--rank needs a value."] },
        { "train @train.txt --epochs -3", 2, ["--epochs -3: a whole number from 1"] },
        { "train @train.txt --regularization -1", 2, ["--regularization -1: a finite number, 0 or more, is needed."] },
        { "train @train.txt --regularization nan", 2, ["--regularization nan: a finite number"] },
        { "train @train.txt --algorithm sgd --learning-rate 0", 2, ["--learning-rate 0: a finite number above 0 is needed."] },
        { "train @train.txt --learning-rate 0.1", 2, ["--learning-rate has no meaning for --algorithm als; leave it out."] },
        { "train @train.txt --algorithm sgd --objective implicit", 2, ["--objective has no meaning for --algorithm sgd"] },
        { "train @train.txt --algorithm bpr --loss huber", 2, ["--loss has no meaning for --algorithm bpr; leave it out."] },
        { "train @train.txt --algorithm bpr --from @model.fmf", 2, ["--from has no meaning for --algorithm bpr"] },
        { "train @train.txt --algorithm bpr --no-biases", 2, ["--no-biases has no meaning for --algorithm bpr"] },
        {
            "train @train.txt --algorithm sgd --loss logistic", 2,
            ["The logistic loss is for ratings from 0 to 1; these are from 0.5 to 5. Choose another loss"]
        },
        {
            "train @train.txt --algorithm sgd --loss logistic --from @model.fmf --rank 4", 2,
            ["The model predicts a Rating, and the loss is Logistic"]
        },
        {
            "cross-validate @train.txt --algorithm bpr --folds 2", 2,
            ["bpr orders items and predicts no ratings, so it has no Rmse; choose the score of a ranking"]
        },
        { "evaluate @bpr.fmf @test.txt", 2, ["The model orders items and predicts no ratings; give --train RATINGS"] },
        { "train @train.txt --test-fraction 1.5", 2, ["--test-fraction 1.5: a number above 0 and below 1 is needed, such as 0.1."] },
        { "train @train.txt --test-fraction 0.99999", 2, ["leave none of the", "lower them"] },
        { "train @train.txt --test @test.txt --test-fraction 0.1", 2, ["only one of --test, --test-fraction"] },
        { "train @train.txt --patience 3", 2, ["--patience needs --validation-fraction, such as 0.1."] },
        { "train @train.txt --threads -1", 2, ["--threads -1: a whole number from 0 to 1024 is needed."] },
        { "train @train.txt --seed one", 2, ["--seed one: a whole number"] },
        { "train @train.txt --skip-bad-lines -1", 2, ["--skip-bad-lines -1: a whole number, 0 or more, is needed."] },
        { "train @train.txt --duplicates first", 2, ["--duplicates first: choose one of last, mean, sum, error."] },
        { "recommend @model.fmf", 2, ["--user"] },
        { "recommend @model.fmf --user 1 --count 0", 2, ["--count 0: a whole number from 1 to 100000 is needed."] },
        { "recommend @model.fmf --user 1 --above nan", 2, ["--above nan: a finite number is needed."] },
        { "recommend @model.fmf --user 1 --unknown-user foldin", 2, ["--unknown-user foldin needs --ratings RATINGS"] },
        { "generate --shape ml-7 --output @x.txt", 2, ["'ml-7'", "ml-100k, ml-1m or ml-25m"] },
        { "generate --users 0 --output @x.txt", 2, ["--users 0: a whole number, 1 or more, is needed."] },
        {
            "generate --users 10 --items 10 --ratings 1000 --output @x.txt", 2,
            ["--ratings 1000: 10 users and 10 items make 100 pairs", "ask for fewer ratings"]
        },
        { "generate --output @x.txt --test-fraction 0.1", 2, ["--test-fraction needs --test-output FILE."] },
        { "generate --output @x.txt --test-output @x.txt", 2, ["--test-output @x.txt: this file is named twice"] },
        { "demo --shape ml-7", 2, ["'ml-7'", "ml-100k, ml-1m or ml-25m"] },

        // Models.
        { "evaluate @junk.fmf @test.txt", 1, ["@junk.fmf: this is not a FastMf model.", "train --output"] },
        { "evaluate @train.txt @test.txt", 1, ["@train.txt: this is not a FastMf model."] },
        { "evaluate @cut.fmf @test.txt", 1, ["@cut.fmf: the file is truncated", "Copy or train it again."] },
        { "evaluate @flipped.fmf @test.txt", 1, ["@flipped.fmf:", "damaged", "Copy or train it again."] },
        { "recommend @missing.fmf --user 1", 1, ["@missing.fmf: there is no such file. Train a model first"] },
        { "predict @folder --user 1 --item 2", 1, ["@folder: this is a folder; give the model file."] },
        { "similar @model.fmf --item nothing", 1, ["does not know an item 'nothing'", "--titles FILE"] },
        { "similar @model.fmf --item 1 --titles @missing.csv", 1, ["--titles @missing.csv: there is no such file"] },
        { "similar @model.fmf --item 1 --titles @folder", 1, ["--titles @folder: this is a folder"] },
        { "similar @model.fmf --item 1 --titles @empty.txt", 1, ["--titles @empty.txt: the file holds no titles."] },

        // Files to write.
        { "train @train.txt --output @nowhere/m.fmf", 1, ["--output @nowhere/m.fmf: the folder @nowhere does not exist. Create it first"] },
        { "train @train.txt --output @folder", 1, ["--output @folder: this is a folder; give the name of a file."] },
        { "train @train.txt --output @train.txt", 2, ["--output @train.txt: this file is named twice", "Choose another name."] },
        { "train @train.txt --output ''", 2, ["--output: the name is empty"] },
        {
            "generate --output @x.txt --test-output @nowhere/y.txt", 1,
            ["--test-output @nowhere/y.txt: the folder @nowhere does not exist."]
        },

        // Training.
        {
            "train @train.txt --algorithm sgd --learning-rate 50 --output @x.fmf", 3,
            ["diverged in epoch 1", "Lower the learning rate, for example to"]
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_has_an_exit_code_and_a_message(string command, int code, string[] fragments)
    {
        string[] before = Directory.GetFiles(_sandbox.Folder, "*", SearchOption.AllDirectories);
        string[] arguments = [.. command.Split(' ').Select(word => word == "''" ? "" : InSandbox(word))];
        ToolRun run = ToolRun.Of(arguments);
        Assert.Equal(code, run.Code);
        Assert.Equal("", run.Out);
        Assert.Contains("fastmf: ", run.Err, StringComparison.Ordinal);
        Assert.All(fragments, fragment => Assert.Contains(InSandbox(fragment), run.Err, StringComparison.Ordinal));

        // Nothing that only a programmer of the tool would understand.
        string[] ofLibrary = ["SkipBadLines", "(Format", "UserIds", "ItemIds", "ReadTimestamps", "MfModel"];
        Assert.All(
            ["   at ", "(Parameter", "Exception", "System.", .. ofLibrary],
            internals => Assert.DoesNotContain(internals, run.Err, StringComparison.Ordinal));
        Assert.Equal(before, Directory.GetFiles(_sandbox.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_bad_option_is_told_before_any_file_is_read()
    {
        ToolRun run = ToolRun.Of("train", _sandbox["missing.csv"], "--rank", "0", "--epochs", "x", "--output", _sandbox["nowhere/m.fmf"]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--rank 0:", run.Err, StringComparison.Ordinal);
        Assert.Contains("--epochs x:", run.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("missing.csv", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_told_even_when_quiet() =>
        Assert.Contains("does not exist", ToolRun.Of("train", _sandbox["missing.csv"], "--quiet").Err, StringComparison.Ordinal);

    [Fact]
    public void An_existing_model_survives_failed_training()
    {
        string model = _sandbox.TrainModel("survivor.fmf");
        byte[] before = File.ReadAllBytes(model);
        string[][] failures =
        [
            ["train", _sandbox.Train, "--algorithm", "sgd", "--learning-rate", "50", "--output", model],
            ["train", _sandbox["bad.csv"], "--output", model],
            ["train", _sandbox.Train, "--rank", "0", "--output", model],
        ];
        Assert.All(failures, command => Assert.NotEqual(ExitCode.Success, ToolRun.Of(command).Code));
        Assert.Equal(before, File.ReadAllBytes(model));
        File.Delete(model);
    }

    private string InSandbox(string text) => text.Replace("@", _sandbox.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
