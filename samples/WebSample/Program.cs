using FastMf.Extensions.Hosting;
using FastMf.Hosting;
using FastMf.Model;
using FastMf.Recommending;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddFastMf(builder.Configuration.GetSection("FastMf"));
builder.Services.AddHealthChecks().AddFastMf();
WebApplication app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/users/{id}/items", (string id, ModelHost host) =>
{
    using ModelLease lease = host.Acquire("user");
    var list = new ScoredItem[10];
    RecommendationResult found = lease.Recommender.Recommend(id, list);
    return new { basis = found.Basis.ToString(), items = Names(lease.Model, list[..found.Count]) };
});
app.MapPost("/items", (Dictionary<string, float> ratings, ModelHost host) =>
{
    using ModelLease lease = host.Acquire("ratings");
    MfModel model = lease.Model;
    var known = ratings.Where(rating => model.TryGetItem(rating.Key, out _)).ToArray();
    ItemIndex[] items = [.. known.Select(rating => model.TryGetItem(rating.Key, out ItemIndex item) ? item : default)];
    var list = new ScoredItem[10];
    RecommendationResult found = lease.Recommender.Recommend(items, [.. known.Select(rating => rating.Value)], list);
    return Names(model, list[..found.Count]);
});
app.Run();
static string[] Names(MfModel model, ScoredItem[] list) => [.. list.Select(entry => model.Items.GetId(entry.Item.Value))];
