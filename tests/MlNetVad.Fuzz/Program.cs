using System.Globalization;
using MlNetVad.Fuzz;

// MlNetVad.Fuzz SEED COUNT [MINUTES]   damaged files for every reader; ends with 1 where one did harm
// MlNetVad.Fuzz child FOLDER SEED FIRST END   what it runs itself
if (args is ["child", var folder, .. var numbers])
{
    int[] n = [.. numbers.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
    return Child.Run(folder, n[0], n[1], n[2]);
}

int seed = Number(0, 1), count = Number(1, 10_000);
DateTime stop = DateTime.UtcNow.AddMinutes(Number(2, 24 * 60));
return new Parent(seed, count, stop).Run();

int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;
