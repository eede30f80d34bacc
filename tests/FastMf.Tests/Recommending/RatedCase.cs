using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;

namespace FastMf.Tests.Recommending;

/// <summary>
/// A model with exact scores and ratings under id maps of their own: some of the model's users and items, strangers to it, in
/// another order, and at times text where the model has integers.
/// </summary>
internal sealed class RatedCase : IDisposable
{
    private readonly Dictionary<(string User, string Item), float> _values = [];

    public RatedCase(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random();
        Model = RandomModel.CreateExact(random, drawn.Users, drawn.Items, drawn.Rank);
        string[] userIds = [.. Ids(Model.Users).Where(_ => random.NextInt32(3) > 0), "7777777", "8888888"];
        string[] itemIds = [.. Ids(Model.Items).Where(_ => random.NextInt32(3) > 0), "5555555", "6666666"];
        foreach (string user in userIds)
        {
            double density = random.NextDouble();
            foreach (string item in itemIds.Where(_ => random.NextDouble() < density))
            {
                _values.Add((user, item), 0.5f * (1 + random.NextInt32(10)));
            }
        }

        IdMap users = Map(random, Model.Users, userIds);
        IdMap ratedItems = Map(random, Model.Items, itemIds);
        IEnumerable<Rating> ratings =
            _values.Select(pair => new Rating(Index(users, pair.Key.User), Index(ratedItems, pair.Key.Item), pair.Value));
        Ratings = RatingMatrix.Create(users, ratedItems, ratings.ToArray());
    }

    public MfModel Model { get; }

    public RatingMatrix Ratings { get; }

    /// <summary>Users in the ratings whom the model has never heard of.</summary>
    public static IReadOnlyList<string> Strangers => ["7777777", "8888888", "9999999"];

    /// <summary>What a user has rated, of the items in the model, ascending by their indexes.</summary>
    public (int Item, float Value)[] RatedBy(string user) =>
    [
        .. Enumerable.Range(0, Model.Items.Count)
            .Where(item => _values.ContainsKey((user, Model.Items.GetId(item))))
            .Select(item => (item, _values[(user, Model.Items.GetId(item))])),
    ];

    public void Dispose() => Model.Dispose();

    private static IEnumerable<string> Ids(IdMap map) => Enumerable.Range(0, map.Count).Select(map.GetId);

    private static IdMap Map(SeededRandom random, IdMap original, string[] ids) =>
        original.Kind == IdKind.Number && random.NextInt32(2) == 0
            ? IdMap.FromIntegers([.. ids.Select(id => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture))])
            : IdMap.FromTexts(ids);

    private static int Index(IdMap map, string id) => map.TryGetIndex(id, out int index) ? index : throw new InvalidOperationException(id);
}
