using FastMf.Faults;
using FastMf.Model;

switch (args)
{
    case ["save", var first, var second, .. var targets]:
        SavesWithoutEnd.Run(first, second, targets);
        return 0;
    case ["full", var model, var target]:
        using (MfModel loaded = MfModel.Load(model))
        {
            Console.WriteLine(Outcome.Of(() => loaded.Save(target)));
        }

        return 0;
    case ["handles", var model, var ratings, var target]:
        Console.WriteLine(string.Join('\n', FileHandles.Outcomes(model, ratings, target)));
        return 0;
    case ["swaps", var way, var first, var second, var target]:
        Console.WriteLine(string.Join('\n', Swaps.Run(way == "map", [first, second], target)));
        return 0;
    default:
        Console.Error.WriteLine(
            "Usage: save MODEL MODEL TARGET... | full MODEL TARGET | handles MODEL RATINGS TARGET | swaps map|read MODEL MODEL TARGET");
        return 2;
}
