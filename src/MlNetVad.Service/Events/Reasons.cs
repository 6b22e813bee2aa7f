using MlNetVad.Evaluation;

namespace MlNetVad.Service.Events;

/// <summary>Why a frame is unusual, in a sentence for people.</summary>
internal static class Reasons
{
    /// <summary>The sentence.</summary>
    public static string Of(Evidence? evidence) => evidence is null ? "The score is over the threshold." : $"{What(evidence.Part)} {HowRare(evidence.Rarity)}";

    /// <summary>What an event of a part is compared with, in a sentence.</summary>
    public static string Normal(string part) => part switch
    {
        "motion" => "of the normal ways to move that the model keeps pictures of, the most similar one.",
        "posture" => "of the normal places and postures that the model keeps pictures of, the most similar one.",
        "stay" => "of the normal stays that the model keeps pictures of, the most similar one.",
        "amount" => "of the normal frames that the model keeps pictures of, the one with the most similar amount.",
        "scene" => "of the normal frames that the model keeps pictures of, the one that looks most similar.",
        "looks" => "of the normal places that the model keeps pictures of, the one that looks most similar.",
        _ => "of the normal pictures that the model keeps, the most similar one.",
    };

    private static string What(string part) => part switch
    {
        "motion" => "Something moves as nothing did here before.",
        "posture" => "Someone is placed or posed as nobody was here before.",
        "stay" => "Something stays longer than is usual here.",
        "amount" => "There is more, or less, here than usual.",
        "scene" => "The picture as a whole looks as it never did.",
        "looks" => "A place looks as it never did.",
        "camera covered" => "The camera is covered.",
        "camera dark" => "The picture is dark.",
        "camera moved" => "The camera has been moved.",
        "camera frozen" => "The picture is frozen.",
        _ => $"The part '{part}' of the score is the rarest.",
    };

    private static string HowRare(float rarity) => rarity switch
    {
        >= 3 => "Less than one normal frame in a thousand was so far off.",
        >= 2 => "Less than one normal frame in a hundred was so far off.",
        >= 1 => "Less than one normal frame in ten was so far off.",
        _ => "Many normal frames were as far off; several together made the score.",
    };
}
